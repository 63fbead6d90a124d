namespace GanActors.Pictures;

/// <summary>
/// A run's sheets as an animation: the same noise through time, each frame over the words that say when it was drawn and a line that grows to the
/// end. To be written with <see cref="ApngWriter"/>.
/// </summary>
public sealed record TimeLapse
{
    private const int BarHeight = 3, CaptionHeight = 34, CaptionBaseline = 24, CaptionLeft = 8;

    /// <summary>Milliseconds of the whole, unless that makes frames too short or too long to be seen.</summary>
    private const int WayMilliseconds = 7000, ShortestFrame = 80, LongestFrame = 500;

    /// <summary>The last frame stays, to be looked at.</summary>
    private const int EndMilliseconds = 2500;

    /// <summary>Frames are shrunk by a whole factor until they are at most so many pixels wide and high.</summary>
    public int LongestSide { get; init; } = 1000;

    /// <summary>How many of the sheets to show: as many, evenly through time, as stay within so many pixels and channels; two at least.</summary>
    public static int FramesWithin(long values, Pixmap sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return (int)Math.Clamp(values / ((long)sheet.Width * (sheet.Height + CaptionHeight) * sheet.Channels), 2, int.MaxValue);
    }

    /// <summary>The frames, in order.</summary>
    /// <param name="sheets">At least one, all of one size.</param>
    /// <exception cref="ArgumentException">There is no sheet, sizes differ, one has an alpha channel, or a setting is out of range.</exception>
    public IReadOnlyList<AnimationFrame> Frames(IReadOnlyList<LabelledSheet> sheets)
    {
        ArgumentNullException.ThrowIfNull(sheets);
        if (sheets.Count == 0)
            throw new ArgumentException("An animation shows at least one sheet.", nameof(sheets));
        if (LongestSide is < 1 or > Pixmap.LongestSide)
            throw new ArgumentException($"The longest side is 1 to {Pixmap.LongestSide} pixels, not {LongestSide}.");
        var (width, height) = (sheets[0].Picture.Width, sheets[0].Picture.Height);
        if (sheets.FirstOrDefault(sheet => sheet.Picture.Channels == 4 || sheet.Picture.Width != width || sheet.Picture.Height != height) is { } other)
        {
            throw new ArgumentException(
                $"The sheets of an animation are opaque and of one size; '{other.Label}' is {other.Picture.Width} x {other.Picture.Height} "
                + $"with {other.Picture.Channels} channels, the first {width} x {height}.",
                nameof(sheets));
        }

        int factor = (Math.Max(width, height) + LongestSide - 1) / LongestSide;
        int each = Math.Clamp(WayMilliseconds / sheets.Count, ShortestFrame, LongestFrame);
        var frames = new AnimationFrame[sheets.Count];
        for (int i = 0; i < frames.Length; i++)
        {
            double done = frames.Length == 1 ? 1 : i / (frames.Length - 1.0);
            frames[i] = new AnimationFrame(Frame(sheets[i].Label, sheets[i].Picture.ShrunkBy(factor), done), i == frames.Length - 1 ? EndMilliseconds : each);
        }

        return frames;
    }

    private static Pixmap Frame(string label, Pixmap sheet, double done)
    {
        var canvas = new Canvas(sheet.Width, sheet.Height + CaptionHeight, Theme.Ground);
        canvas.Place(sheet, 0, 0);
        canvas.Fill(new PixelBox(0, sheet.Height, sheet.Width, sheet.Height + BarHeight), Theme.Grid);
        canvas.Fill(new PixelBox(0, sheet.Height, (int)Math.Round(done * sheet.Width), sheet.Height + BarHeight), Theme.Axis);
        string text = StrokeFont.Fit(label, TextStyle.Label, sheet.Width - (2 * CaptionLeft));
        StrokeFont.Draw(canvas, text, CaptionLeft, sheet.Height + CaptionBaseline, TextStyle.Label, Theme.Text);
        return canvas.Picture.GreyIfColourless();
    }
}
