using FsCheck;
using FsCheck.Fluent;

namespace GanActors.Pictures.Tests;

public sealed class LinePlotTests
{
    private static readonly LinePlot Small = new() { Width = 320, Height = 240 };

    [Fact]
    public void Any_values_can_be_drawn_on_any_axes()
    {
        double[] wild =
        [
            double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon,
            0, -0.0, 1, -1, 1e-300, 1e300, 0.5, 1e9, 1e9 + 1e-6,
        ];
        var series = from count in Gen.Choose(0, 60)
                     from values in Gen.ArrayOf(Gen.Elements(wild), count)
                     from places in Gen.ArrayOf(Gen.Elements(wild.Where(double.IsFinite).ToArray()), count)
                     from inOrder in Gen.Elements(true, false)
                     from scales in Gen.Elements(AxisScale.Linear, AxisScale.Logarithmic).Two()
                     from smoothing in Gen.Elements(Smoothing.None, Smoothing.Automatic, Smoothing.Over(5))
                     select (values, inOrder ? [.. places.Order()] : places, scales.Item1, scales.Item2, smoothing);
        Prop.ForAll(series.ToArbitrary(), given =>
        {
            var (y, x, xScale, yScale, smoothing) = given;
            LinePlot plot = Small with { XScale = xScale, YScale = yScale, Series = [new LineSeries("wild", x, y) { Smoothing = smoothing }] };
            Pixmap picture = plot.Draw();
            Assert.Equal((320, 240, 3), (picture.Width, picture.Height, picture.Channels));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Equal_plots_are_equal_pictures()
    {
        LinePlot Plot() => LossPlot.Of("twice", Iterations(500), Wave(500, 1), Wave(500, 2));
        Assert.Equal(PngWriter.Encode(Plot().Draw()), PngWriter.Encode(Plot().Draw()));
    }

    [Fact]
    public void A_plot_has_the_default_size_and_shows_both_lines()
    {
        Pixmap picture = LossPlot.Of("losses", Iterations(30), Wave(30, 1), Wave(30, 2)).Draw();
        Assert.Equal((1200, 700), (picture.Width, picture.Height));
        Assert.True(Count(picture, Palette.Generator) > 500);
        Assert.True(Count(picture, Palette.Discriminator) > 500);
    }

    [Fact]
    public void A_gap_is_not_bridged()
    {
        double[] whole = [0, 0, 0, 0, 0, 0], broken = [0, 0, double.NaN, double.NaN, 0, 0];
        int Ink(double[] y) => Count((Small with { Series = [new LineSeries("", Iterations(6), y)], YRange = (-1, 1) }).Draw(), Palette.Series(0));
        Assert.InRange(Ink(broken), 1, (int)(Ink(whole) * 0.6));
    }

    [Fact]
    public void A_single_point_shows()
    {
        Pixmap picture = (Small with { Series = [new LineSeries("", Iterations(1), new[] { 0.7 })] }).Draw();
        Pixmap nothing = (Small with { Series = [new LineSeries("", Iterations(1), new[] { double.NaN })], YRange = (0.63, 0.77) }).Draw();
        Assert.True(Count(picture, Palette.Series(0)) > Count(nothing, Palette.Series(0)));
    }

    [Fact]
    public void Without_series_there_are_still_axes()
    {
        Pixmap picture = Small.Draw();
        Assert.True(Count(picture, Theme.Axis) > 300);
    }

    [Fact]
    public void A_wild_value_leaves_the_others_their_height()
    {
        double[] values = Wave(200, 1);
        int HighestInk(double[] y)
        {
            Pixmap picture = (Small with { Series = [new LineSeries("", Iterations(200), y)] }).Draw();
            // Only the middle half of the width: the wild value stands in the first quarter, the legend at the left.
            int[] rows = [.. Enumerable.Range(0, 240).Where(row => Enumerable.Range(160, 150).Any(column => Is(picture, column, row, Palette.Series(0))))];
            return rows[^1] - rows[0];
        }

        int calm = HighestInk(values);
        values[10] = 1e12;
        Assert.InRange(HighestInk(values), calm * 0.7, calm * 1.01);
    }

    [Fact]
    public void A_long_title_and_many_long_names_leave_room_for_data_or_are_cut()
    {
        LinePlot plot = new()
        {
            Title = new string('W', 500),
            XLabel = new string('x', 500),
            YLabel = new string('y', 500),
            Series = [.. Enumerable.Range(0, 8).Select(i => new LineSeries(new string((char)('a' + i), 300), Iterations(20), Wave(20, i)))],
        };
        Pixmap picture = plot.Draw();
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < 6; x++)
            {
                Assert.True(Is(picture, x, y, Theme.Ground), $"ink at the left edge, row {y}");
                Assert.True(Is(picture, picture.Width - 1 - x, y, Theme.Ground), $"ink at the right edge, row {y}");
            }
        }
    }

    [Fact]
    public void Half_is_dotted_in_a_score_plot()
    {
        Pixmap picture = ScorePlot.OfMeanScores("scores", Iterations(10), Constant(10, 0.9), Constant(10, 0.1)).Draw();
        int dots = 0, changes = 0;
        // Between the two constants lies nothing but grid lines and the dots.
        int row = Enumerable.Range(200, 350).MaxBy(y => Enumerable.Range(200, 900).Count(x => picture[x, y][0] < 150));
        for (int x = 200; x < 1100; x++)
        {
            bool ink = picture[x, row][0] < 150, before = picture[x - 1, row][0] < 150;
            dots += ink ? 1 : 0;
            changes += ink != before ? 1 : 0;
        }

        Assert.InRange(dots, 200, 700);
        Assert.InRange(changes, 200, 400);
    }

    [Fact]
    public void An_accuracy_plot_shows_its_reference_and_both_lines()
    {
        LinePlot plot = ScorePlot.OfAccuracy("accuracy", Iterations(10), Constant(10, 1), Constant(10, 0));
        Assert.Equal((0, 1), plot.YRange);
        Assert.Equal(0.5, Assert.Single(plot.References).Y);
        Pixmap picture = plot.Draw();
        // Lines at the very ends of the axis keep their width.
        Assert.True(Count(picture, Palette.Real) > 1500);
        Assert.True(Count(picture, Palette.Generator) > 1500);
    }

    [Fact]
    public void Lengths_that_differ_are_refused_by_name()
    {
        var refused = Assert.Throws<ArgumentException>(() => new LineSeries("generator", Iterations(3), new double[4]));
        Assert.Contains("'generator' has 3 x for 4 y", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_x_that_is_not_finite_is_refused_by_its_place()
    {
        var refused = Assert.Throws<ArgumentException>(() => new LineSeries("generator", new[] { 1, double.NaN }, new double[2]));
        Assert.Contains("point 1", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, AxisScale.Linear)]
    [InlineData(1, 1, AxisScale.Linear)]
    [InlineData(double.NaN, 1, AxisScale.Linear)]
    [InlineData(0, double.PositiveInfinity, AxisScale.Linear)]
    [InlineData(0, 1, AxisScale.Logarithmic)]
    public void A_range_that_is_no_axis_is_refused(double low, double high, AxisScale scale) =>
        Assert.Throws<ArgumentException>(() => (Small with { YRange = (low, high), YScale = scale }).Draw());

    [Theory]
    [InlineData(10, 700)]
    [InlineData(1200, 100_000)]
    public void A_plot_of_absurd_size_is_refused(int width, int height) =>
        Assert.Throws<ArgumentException>(() => new LinePlot { Width = width, Height = height }.Draw());

    private static long[] Iterations(int count) => [.. Enumerable.Range(1, count).Select(i => (long)i)];

    private static double[] Wave(int count, int phase) => [.. Enumerable.Range(0, count).Select(i => 1.5 + Math.Sin((i * 0.2) + phase))];

    private static double[] Constant(int count, double value) => [.. Enumerable.Repeat(value, count)];

    private static bool Is(Pixmap picture, int x, int y, Rgb colour)
    {
        Span<byte> pixel = picture[x, y];
        return pixel[0] == colour.R && pixel[1] == colour.G && pixel[2] == colour.B;
    }

    private static int Count(Pixmap picture, Rgb colour)
    {
        int count = 0;
        for (int i = 0; i < picture.Pixels.Length; i += 3)
            count += picture.Pixels[i] == colour.R && picture.Pixels[i + 1] == colour.G && picture.Pixels[i + 2] == colour.B ? 1 : 0;
        return count;
    }
}
