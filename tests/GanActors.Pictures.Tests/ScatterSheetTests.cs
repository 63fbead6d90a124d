namespace GanActors.Pictures.Tests;

public sealed class ScatterSheetTests
{
    private static readonly float[] Square = [-1, -1, 1, -1, 1, 1, -1, 1];

    [Theory]
    [InlineData(800, 860)]
    [InlineData(600, 400)]
    [InlineData(300, 900)]
    public void A_unit_of_x_is_as_long_as_a_unit_of_y(int width, int height)
    {
        Pixmap picture = new ScatterSheet { Width = width, Height = height, PointRadius = 4 }.Draw([], Square);
        // The four corners of a square: the legend's disc lies above all of them.
        var ink = new List<(int X, int Y)>();
        for (int y = 80; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                if (picture[x, y][0] > 200 && picture[x, y][2] < 130)
                    ink.Add((x, y));
            }
        }

        int wide = ink.Max(at => at.X) - ink.Min(at => at.X), high = ink.Max(at => at.Y) - ink.Min(at => at.Y);
        Assert.InRange(wide - high, -1, 1);
        Assert.True(high > 60);
    }

    [Fact]
    public void Real_points_alone_decide_what_is_shown()
    {
        Pixmap tame = new ScatterSheet().Draw(Square, []), wild = new ScatterSheet().Draw(Square, [1e30f, -1e30f]);
        int row = tame.Height / 2;
        Assert.Equal(tame.Row(row)[..600].ToArray(), wild.Row(row)[..600].ToArray());
    }

    [Fact]
    public void Points_that_are_not_finite_are_noted_and_do_no_harm()
    {
        Pixmap without = new ScatterSheet().Draw(Square, Square), with = new ScatterSheet().Draw(Square, [.. Square, float.NaN, 0, 0, float.PositiveInfinity]);
        int plain = 0, noted = 0;
        for (int y = without.Height - 40; y < without.Height; y++)
        {
            plain += without.Row(y).ToArray().Count(value => value < 200);
            noted += with.Row(y).ToArray().Count(value => value < 200);
        }

        Assert.True(noted > plain + 200);
    }

    [Fact]
    public void No_points_one_point_and_points_of_one_place_can_be_drawn()
    {
        Assert.Equal(800, new ScatterSheet().Draw([], []).Width);
        Assert.Equal(800, new ScatterSheet().Draw([3, 3], [3, 3]).Width);
        Assert.Equal(800, new ScatterSheet().Draw([], [float.NaN, float.MaxValue]).Width);
        Assert.Equal(800, new ScatterSheet().Draw([float.MaxValue, 0, float.MinValue, 0], [0, 0]).Width);
    }

    [Fact]
    public void Half_a_point_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ScatterSheet().Draw([1, 2, 3], []));
        Assert.Throws<ArgumentException>(() => new ScatterSheet().Draw([], [1, 2, 3]));
    }

    [Fact]
    public void Equal_points_are_equal_pictures() =>
        Assert.Equal(PngWriter.Encode(new ScatterSheet().Draw(Square, [0, 0])), PngWriter.Encode(new ScatterSheet().Draw(Square, [0, 0])));
}
