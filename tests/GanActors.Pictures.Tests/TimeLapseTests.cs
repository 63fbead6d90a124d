namespace GanActors.Pictures.Tests;

public sealed class TimeLapseTests
{
    [Fact]
    public void A_frame_shows_its_sheet_over_its_caption_and_the_last_one_stays()
    {
        LabelledSheet[] sheets = [.. Enumerable.Range(0, 5).Select(i => new LabelledSheet($"iteration {i}", Filled(300, 200, (byte)(40 * i))))];
        var frames = new TimeLapse().Frames(sheets);
        Assert.Equal([500, 500, 500, 500, 2500], frames.Select(frame => frame.Milliseconds));
        foreach (var (frame, sheet) in frames.Zip(sheets))
        {
            Assert.Equal((300, 234, 1), (frame.Picture.Width, frame.Picture.Height, frame.Picture.Channels));
            Assert.True(frame.Picture.Pixels[..(300 * 200)].SequenceEqual(sheet.Picture.Pixels));
        }

        // The line below the sheet grows from nothing to the whole width.
        Assert.Equal([0, 75, 150, 225, 300], frames.Select(frame => frame.Picture.Row(200).ToArray().Count(value => value < 200)));
        Assert.NotEqual(frames[1].Picture.Row(218).ToArray(), frames[2].Picture.Row(218).ToArray());
    }

    [Fact]
    public void Many_frames_are_short_but_long_enough_to_be_seen()
    {
        var sheets = Enumerable.Repeat(new LabelledSheet("x", Filled(30, 20, 9)), 200).ToArray();
        Assert.All(new TimeLapse().Frames(sheets).SkipLast(1), frame => Assert.Equal(80, frame.Milliseconds));
    }

    [Fact]
    public void Large_sheets_are_shrunk()
    {
        var frame = Assert.Single(new TimeLapse { LongestSide = 100 }.Frames([new("x", Filled(301, 20, 9))]));
        Assert.Equal(76, frame.Picture.Width);
        Assert.Equal(9, frame.Picture[75, 4][0]);
    }

    [Fact]
    public void As_many_frames_as_fit_are_shown_and_two_at_least()
    {
        Assert.Equal(10, TimeLapse.FramesWithin(1000 * 134 * 10, Filled(1000, 100, 0)));
        Assert.Equal(2, TimeLapse.FramesWithin(1, Filled(1000, 100, 0)));
    }

    [Fact]
    public void What_cannot_be_shown_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new TimeLapse().Frames([]));
        Assert.Throws<ArgumentException>(() => new TimeLapse().Frames([new("x", new Pixmap(2, 2, 4))]));
        Assert.Throws<ArgumentException>(() => new TimeLapse().Frames([new("x", new Pixmap(2, 2, 1)), new("y", new Pixmap(2, 3, 1))]));
        Assert.Throws<ArgumentException>(() => new TimeLapse { LongestSide = 0 }.Frames([new("x", new Pixmap(2, 2, 1))]));
    }

    private static Pixmap Filled(int width, int height, byte value)
    {
        var picture = new Pixmap(width, height, 1);
        picture.Pixels.Fill(value);
        return picture;
    }
}
