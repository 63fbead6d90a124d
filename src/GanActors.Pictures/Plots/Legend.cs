namespace GanActors.Pictures;

/// <summary>
/// The names of what a plot shows, each after a sample of its line or mark, in rows from left to right. It stands above the plot, where no data
/// can be.
/// </summary>
internal sealed class Legend
{
    private const int RowHeight = 24, SampleWidth = 26, GapAfterSample = 8, GapAfterEntry = 26;

    private readonly List<(LegendEntry Entry, string Text, int X, int Row)> _places = [];

    /// <summary>Lays the entries out.</summary>
    /// <param name="entries">In order.</param>
    /// <param name="width">Pixels; a name that is longer is cut short.</param>
    public Legend(IEnumerable<LegendEntry> entries, int width)
    {
        int x = 0, row = 0;
        foreach (LegendEntry entry in entries)
        {
            string text = StrokeFont.Fit(entry.Name, TextStyle.Small, width - SampleWidth - GapAfterSample);
            int length = SampleWidth + GapAfterSample + StrokeFont.Measure(text, TextStyle.Small);
            if (x > 0 && x + length > width)
                (x, row) = (0, row + 1);
            _places.Add((entry, text, x, row));
            x += length + GapAfterEntry;
        }
    }

    /// <summary>Pixels from top to bottom; 0 without entries.</summary>
    public int Height => _places.Count == 0 ? 0 : (_places[^1].Row + 1) * RowHeight;

    /// <summary>Draws it.</summary>
    public void Draw(Canvas canvas, int left, int top)
    {
        foreach (var (entry, text, x, row) in _places)
        {
            int baseline = top + (row * RowHeight) + 17;
            float middle = baseline - 5;
            switch (entry.Sample)
            {
                case LegendSample.Line:
                    canvas.Stroke([new Segment(left + x + 2, middle, left + x + SampleWidth - 2, middle)], 3, entry.Colour, 1, canvas.Whole);
                    break;
                case LegendSample.Dotted:
                    canvas.Stroke(Dots.Between(left + x + 2, left + x + SampleWidth, middle), Dots.Pen, entry.Colour, 1, canvas.Whole);
                    break;
                case LegendSample.Area:
                    canvas.Fill(new PixelBox(left + x + SampleWidth - 14, baseline - 12, left + x + SampleWidth, baseline + 2), entry.Colour);
                    break;
                default:
                    canvas.Disc(left + x + (SampleWidth / 2f) + 4, middle, 4.5f, entry.Colour, 1, canvas.Whole);
                    break;
            }

            StrokeFont.Draw(canvas, text, left + x + SampleWidth + GapAfterSample, baseline, TextStyle.Small, Theme.Text);
        }
    }
}
