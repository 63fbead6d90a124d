using FsCheck;
using FsCheck.Fluent;

namespace GanActors.Pictures.Tests;

public sealed class SampleSheetTests
{
    [Fact]
    public void Every_pixel_of_every_image_is_where_the_grid_says()
    {
        var sheets = from count in Gen.Choose(1, 12)
                     from channels in Gen.Elements(1, 3)
                     from height in Gen.Choose(1, 6)
                     from width in Gen.Choose(1, 6)
                     from columns in Gen.Choose(0, 5)
                     from rows in Gen.Choose(0, 5)
                     from scale in Gen.Choose(1, 3)
                     from margin in Gen.Choose(0, 3)
                     select (count, channels, height, width, new SampleSheet { Columns = columns, Rows = rows, Scale = scale, Margin = margin });
        Prop.ForAll(sheets.ToArbitrary(), given =>
        {
            var (count, channels, height, width, sheet) = given;
            var random = new Random(count + (100 * height) + width);
            float[] batch = [.. Enumerable.Range(0, count * channels * height * width).Select(_ => (float)((random.NextDouble() * 4) - 2))];
            DrawnSheet drawn = sheet.Draw(batch, count, channels, height, width);
            int pitchX = (width * sheet.Scale) + sheet.Margin, pitchY = (height * sheet.Scale) + sheet.Margin;
            Assert.Equal((drawn.Columns * pitchX) + sheet.Margin, drawn.Picture.Width);
            Assert.Equal((drawn.Rows * pitchY) + sheet.Margin, drawn.Picture.Height);
            Assert.Equal(channels, drawn.Picture.Channels);
            for (int y = 0; y < drawn.Picture.Height; y++)
            {
                for (int x = 0; x < drawn.Picture.Width; x++)
                {
                    int column = (x - sheet.Margin) / pitchX, row = (y - sheet.Margin) / pitchY;
                    int inX = (x - sheet.Margin) % pitchX, inY = (y - sheet.Margin) % pitchY;
                    int image = (row * drawn.Columns) + column;
                    bool isGutter = x < sheet.Margin || y < sheet.Margin || inX >= width * sheet.Scale || inY >= height * sheet.Scale || image >= count;
                    for (int channel = 0; channel < channels; channel++)
                    {
                        int offset = (((((image * channels) + channel) * height) + (inY / sheet.Scale)) * width) + (inX / sheet.Scale);
                        int expected = isGutter ? 0x38 : (int)Math.Round(Math.Clamp((batch[offset] + 1) / 2, 0, 1) * 255, MidpointRounding.AwayFromZero);
                        Assert.InRange(drawn.Picture[x, y][channel], expected - (isGutter ? 0 : 1), expected + (isGutter ? 0 : 1));
                    }
                }
            }
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0, 0, 10, 3, 4)]
    [InlineData(10, 0, 25, 3, 10)]
    [InlineData(0, 2, 9, 2, 5)]
    [InlineData(3, 2, 100, 2, 3)]
    [InlineData(8, 8, 1, 8, 8)]
    public void The_grid_is_what_was_asked_or_about_square(int columns, int rows, int count, int expectedRows, int expectedColumns)
    {
        DrawnSheet drawn = new SampleSheet { Columns = columns, Rows = rows }.Draw(new float[count * 4], count, 1, 2, 2);
        Assert.Equal((expectedRows, expectedColumns), (drawn.Rows, drawn.Columns));
    }

    [Fact]
    public void The_ends_of_the_range_are_black_and_white_and_beyond_is_clamped()
    {
        var sheet = new SampleSheet { Scale = 1, Margin = 0, Columns = 6, Low = 0, High = 2 };
        Pixmap picture = sheet.Draw([0, 2, 1, -5, float.PositiveInfinity, float.NegativeInfinity], 6, 1, 1, 1).Picture;
        Assert.Equal([0, 255, 128, 0, 255, 0], picture.Pixels.ToArray());
    }

    [Fact]
    public void What_is_not_a_number_shows_as_magenta_and_is_counted()
    {
        var sheet = new SampleSheet { Scale = 1, Margin = 0 };
        DrawnSheet drawn = sheet.Draw([1, float.NaN], 1, 1, 1, 2);
        Assert.Equal(1, drawn.NotNumbers);
        Assert.Equal([255, 255, 255, 255, 0, 255], drawn.Picture.Pixels.ToArray());
    }

    [Fact]
    public void A_colour_pixel_with_two_bad_channels_counts_once()
    {
        DrawnSheet drawn = new SampleSheet().Draw([float.NaN, float.NaN, 0], 1, 3, 1, 1);
        Assert.Equal(1, drawn.NotNumbers);
    }

    [Fact]
    public void A_light_gutter_is_light()
    {
        Pixmap picture = new SampleSheet { Gutter = Gutter.Light }.Draw([0], 1, 1, 1, 1).Picture;
        Assert.True(picture[0, 0][0] > 200);
    }

    [Fact]
    public void A_batch_of_the_wrong_length_is_refused_with_both_lengths()
    {
        var refused = Assert.Throws<ArgumentException>(() => new SampleSheet().Draw(new float[7], 2, 1, 2, 2));
        Assert.Contains("[2, 1, 2, 2] has 8 values, not 7", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_too_large_to_draw_is_refused() =>
        Assert.Throws<ArgumentException>(() => new SampleSheet { Columns = 10_000 }.Draw(new float[4], 1, 1, 2, 2));

    [Fact]
    public void An_empty_range_is_refused() =>
        Assert.Throws<ArgumentException>(() => new SampleSheet { Low = 1, High = 1 }.Draw(new float[4], 1, 1, 2, 2));

    [Fact]
    public void Two_channels_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new SampleSheet().Draw(new float[8], 1, 2, 2, 2));
}
