using GanActors.Cli.Rendering;

namespace GanActors.Cli.Tests.Rendering;

public sealed class LossHistoryTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void It_holds_the_whole_course_however_long(int count)
    {
        var history = new LossHistory();
        for (int i = 0; i < count; i++)
            history.Add((double)i / count);
        double[] points = history.Points(10);
        for (int i = 0; i < 10; i++)
            Assert.InRange(points[i], i / 10.0 - 0.02, (i + 1) / 10.0 + 0.02);
    }

    [Fact]
    public void It_passes_over_what_is_no_number()
    {
        var history = new LossHistory();
        history.Add(double.NaN);
        history.Add(double.PositiveInfinity);
        Assert.Empty(history.Points(10));
    }

    [Fact]
    public void A_sparkline_goes_from_the_lowest_to_the_highest_point() => Assert.Equal("▁▃▆█", Sparkline.Of([1, 2, 3, 4], unicode: true));

    [Fact]
    public void A_sparkline_of_equal_points_is_level() => Assert.Equal("▅▅▅", Sparkline.Of([2, 2, 2], unicode: true));
}
