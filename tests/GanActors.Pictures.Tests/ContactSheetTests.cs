namespace GanActors.Pictures.Tests;

public sealed class ContactSheetTests
{
    [Fact]
    public void Ten_sheets_lie_in_two_rows_of_five_shrunk_so_that_images_stay_sharp()
    {
        // Ten by ten images of 28 x 28 at scale 2: half of it shows each pixel of an image as one pixel.
        var sheets = Sheets(10, Blocks(582));
        var picture = new ContactSheet { Title = "ten" }.Draw(sheets);
        Assert.Equal(((2 * 24) + (5 * 291) + (4 * 22), 1), (picture.Width, picture.Channels));
        Assert.InRange(picture.Height, 2 * 291, 2 * 291 + 200);
        for (int y = 0; y < 291; y++)
        {
            for (int x = 0; x < 291; x++)
                Assert.Equal(sheets[0].Picture[2 * x, 2 * y][0], picture[24 + x, 24 + 40 + y][0]);
        }
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 0, 2)]
    [InlineData(4, 0, 2)]
    [InlineData(6, 0, 3)]
    [InlineData(12, 0, 4)]
    [InlineData(20, 0, 7)]
    [InlineData(20, 4, 4)]
    [InlineData(3, 100, 3)]
    public void Columns_are_those_asked_for_or_make_a_screen(int count, int asked, int columns)
    {
        var picture = new ContactSheet { Columns = asked, LongestSide = Pixmap.LongestSide }.Draw(Sheets(count, Blocks(100)));
        Assert.Equal((2 * 24) + (columns * 122) - 22, picture.Width);
    }

    [Fact]
    public void A_sheet_in_colours_makes_the_whole_one_in_colours()
    {
        var coloured = new Pixmap(40, 30, 3);
        coloured[3, 4][0] = 200;
        var picture = new ContactSheet().Draw([new("grey", Blocks(40)), new("coloured", coloured)]);
        Assert.Equal(3, picture.Channels);
        Assert.Equal([200, 0, 0], picture[24 + 40 + 22 + 3, 24 + 4].ToArray());
    }

    [Fact]
    public void Labels_show_under_their_sheets()
    {
        int Ink(string label)
        {
            var picture = new ContactSheet().Draw([new(label, new Pixmap(200, 50, 1))]);
            int dark = 0;
            for (int y = 24 + 50; y < picture.Height; y++)
                dark += picture.Row(y).ToArray().Count(value => value < 128);
            return dark;
        }

        Assert.Equal(0, Ink(""));
        Assert.InRange(Ink("epoch 10"), 50, 1000);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ContactSheet().Draw([]));
        Assert.Throws<ArgumentException>(() => new ContactSheet().Draw([new("x", new Pixmap(2, 2, 4))]));
        Assert.Throws<ArgumentException>(() => new ContactSheet { LongestSide = 0 }.Draw([new("x", new Pixmap(2, 2, 1))]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContactSheet { Columns = -1 }.Draw([new("x", new Pixmap(2, 2, 1))]));
    }

    private static LabelledSheet[] Sheets(int count, Pixmap picture) => [.. Enumerable.Range(1, count).Select(i => new LabelledSheet($"epoch {10 * i}", picture))];

    /// <summary>A square of blocks of 2 x 2 equal pixels.</summary>
    private static Pixmap Blocks(int side)
    {
        var picture = new Pixmap(side, side, 1);
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
                picture[x, y][0] = (byte)((x / 2 * 7) + (y / 2 * 13));
        }

        return picture;
    }
}
