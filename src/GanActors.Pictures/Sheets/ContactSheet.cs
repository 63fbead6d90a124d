namespace GanActors.Pictures;

/// <summary>
/// Several sheets of one run side by side, each over the words that say when it was drawn. Sheets are shrunk by a whole factor, all by the same, so
/// that the pixels of enlarged images stay square.
/// </summary>
public sealed record ContactSheet
{
    private const int Edge = 24, Gap = 22, LabelHeight = 30, LabelBaseline = 20, TitleHeight = 40, TitleBaseline = 38;

    /// <summary>What looks well on a screen or a page: width to height.</summary>
    private const double LikedAspect = 1.6;

    /// <summary>What the sheet is about; empty for no title.</summary>
    public string Title { get; init; } = "";

    /// <summary>Sheets in a row; 0 lets the picture become about as wide as a screen, with few empty places.</summary>
    public int Columns { get; init; }

    /// <summary>The picture is at most so many pixels wide and high, unless its sheets shrunk to single pixels are more.</summary>
    public int LongestSide { get; init; } = 2400;

    /// <summary>Draws the sheets in their order, row by row.</summary>
    /// <param name="sheets">At least one; of any sizes, though one size looks best.</param>
    /// <returns>A grey picture if all sheets are grey, else one in colours.</returns>
    /// <exception cref="ArgumentException">There is no sheet, one has an alpha channel, or a setting is out of range.</exception>
    public Pixmap Draw(IReadOnlyList<LabelledSheet> sheets)
    {
        ArgumentNullException.ThrowIfNull(sheets);
        if (sheets.Count == 0)
            throw new ArgumentException("A contact sheet shows at least one sheet.", nameof(sheets));
        if (sheets.Any(sheet => sheet.Picture.Channels == 4))
            throw new ArgumentException("A contact sheet shows opaque sheets, grey or RGB.", nameof(sheets));
        ArgumentOutOfRangeException.ThrowIfNegative(Columns);
        if (LongestSide is < 1 or > Pixmap.LongestSide)
            throw new ArgumentException($"The longest side is 1 to {Pixmap.LongestSide} pixels, not {LongestSide}.");

        int width = sheets.Max(sheet => sheet.Picture.Width), height = sheets.Max(sheet => sheet.Picture.Height);
        int columns = Columns > 0 ? Math.Min(Columns, sheets.Count) : LikedColumns(sheets.Count, width, height);
        int rows = (sheets.Count + columns - 1) / columns;
        int factor = 1;
        var size = Size(columns, rows, width, height, factor);
        while (Math.Max(size.Width, size.Height) > LongestSide && factor < Math.Max(width, height))
            size = Size(columns, rows, width, height, ++factor);

        var (cellWidth, cellHeight) = Cell(width, height, factor);
        var canvas = new Canvas(size.Width, size.Height, Theme.Ground);
        if (Title.Length > 0)
            StrokeFont.Draw(canvas, StrokeFont.Fit(Title, TextStyle.Title, size.Width - (2 * Edge)), Edge, TitleBaseline, TextStyle.Title, Theme.Title);
        for (int i = 0; i < sheets.Count; i++)
        {
            int left = Edge + (i % columns * (cellWidth + Gap)), top = Edge + Heading + (i / columns * (cellHeight + Gap));
            var shrunk = sheets[i].Picture.ShrunkBy(factor);
            canvas.Place(shrunk, left, top);
            string label = StrokeFont.Fit(sheets[i].Label, TextStyle.Label, cellWidth);
            int middle = left + ((shrunk.Width - StrokeFont.Measure(label, TextStyle.Label)) / 2);
            StrokeFont.Draw(canvas, label, Math.Max(left, middle), top + cellHeight - LabelHeight + LabelBaseline, TextStyle.Label, Theme.Text);
        }

        return canvas.Picture.GreyIfColourless();
    }

    private int Heading => Title.Length > 0 ? TitleHeight : 0;

    private static (int Width, int Height) Cell(int width, int height, int factor) =>
        ((width + factor - 1) / factor, ((height + factor - 1) / factor) + LabelHeight);

    private (int Width, int Height) Size(int columns, int rows, int width, int height, int factor)
    {
        var cell = Cell(width, height, factor);
        return ((2 * Edge) + (columns * (cell.Width + Gap)) - Gap, (2 * Edge) + Heading + (rows * (cell.Height + Gap)) - Gap);
    }

    // Nearest to the liked shape; an empty place counts as much as being off by its share.
    private static int LikedColumns(int count, int width, int height)
    {
        double Dislike(int columns)
        {
            int rows = (count + columns - 1) / columns;
            double aspect = columns * (double)(width + Gap) / (rows * (double)(height + LabelHeight + Gap));
            return Math.Abs(Math.Log(aspect / LikedAspect)) + (2.0 * ((rows * columns) - count) / (rows * columns));
        }

        return Enumerable.Range(1, count).MinBy(Dislike);
    }
}
