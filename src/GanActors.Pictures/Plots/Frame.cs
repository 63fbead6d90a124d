using System.Globalization;

namespace GanActors.Pictures;

/// <summary>
/// What surrounds the data of a plot: title, legend, axes with ticks and labels, grid, notes. It measures all of them first and gives the
/// data the box that is left, so that nothing overlaps whatever the texts are.
/// </summary>
internal sealed class Frame
{
    private const int Edge = 20, TickLength = 5, TickGap = 7;
    private const float PixelsPerXTick = 130, PixelsPerYTick = 62, PixelsPerEqualTick = 90;

    private readonly FrameTexts _texts;
    private readonly Legend _legend;
    private readonly Tick[] _xTicks, _yTicks;
    private readonly int _titleBaseline, _legendTop;

    /// <summary>Measures.</summary>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="texts">All texts but tick labels.</param>
    /// <param name="entries">Of the legend.</param>
    /// <param name="x">Range of the x axis.</param>
    /// <param name="y">Range of the y axis.</param>
    /// <param name="equalUnits">The ranges are widened until a unit of x is as long as a unit of y; both are linear.</param>
    public Frame(
        int width, int height, FrameTexts texts, IReadOnlyList<LegendEntry> entries, FrameRange x, FrameRange y, bool equalUnits = false)
    {
        _texts = texts;
        int top = Edge;
        if (texts.Title.Length > 0)
            top += 20;
        _titleBaseline = top - 2;
        _legendTop = top + 8;
        int bottom = height - Edge - (texts.NoteRow ? 24 : 0) - (texts.XLabel.Length > 0 ? 26 : 0) - 22;

        // The legend's rows depend on the width that tick labels leave, and the ticks on the height that the legend leaves. The labels'
        // width hardly changes with the height: measured once without and once with the legend, the wider counts.
        int left = LeftOf(top);
        _legend = new Legend(entries, width - left - Edge);
        int plotTop = top + (_legend.Height > 0 ? _legend.Height + 22 : 14);
        left = Math.Max(left, LeftOf(plotTop));
        int right = width - Edge;
        (X, _xTicks, Y, _yTicks) = Settle();
        if (_xTicks.Length > 0)
        {
            // The last label may reach beyond the axis, but not beyond the picture.
            int overhang = (int)X.Pixel(_xTicks[^1].Value) + (StrokeFont.Measure(_xTicks[^1].Label, TextStyle.Small) / 2) - (width - 8);
            if (overhang > 0)
            {
                right -= overhang;
                (X, _xTicks, Y, _yTicks) = Settle();
            }
        }

        Box = new PixelBox(left, plotTop, right, bottom);

        (Axis X, Tick[] XTicks, Axis Y, Tick[] YTicks) Settle()
        {
            ValueRange xRange = x.Range, yRange = y.Range;
            if (equalUnits)
            {
                double unit = Math.Max((xRange.High - xRange.Low) / (right - left), (yRange.High - yRange.Low) / (bottom - plotTop));
                xRange = Widen(xRange, unit * (right - left));
                yRange = Widen(yRange, unit * (bottom - plotTop));
            }

            var xAxis = new Axis(xRange.Low, xRange.High, x.Scale, left, right);
            var yAxis = new Axis(yRange.Low, yRange.High, y.Scale, bottom, plotTop);
            float xApart = equalUnits ? PixelsPerEqualTick : PixelsPerXTick, yApart = equalUnits ? PixelsPerEqualTick : PixelsPerYTick;
            Tick[] xTicks = xAxis.Ticks(xApart, x.WholeNumbers);
            int widest = Widest(xTicks) + 24;
            return (xAxis, widest > xApart ? xAxis.Ticks(widest, x.WholeNumbers) : xTicks, yAxis, yAxis.Ticks(yApart, y.WholeNumbers));
        }

        static ValueRange Widen(ValueRange range, double length)
        {
            double middle = (range.Low + range.High) / 2;
            return range with { Low = middle - (length / 2), High = middle + (length / 2) };
        }

        int LeftOf(int from)
        {
            var axis = new Axis(y.Range.Low, y.Range.High, y.Scale, bottom, from);
            return Edge + (_texts.YLabel.Length > 0 ? 24 : 0) + TickLength + TickGap + Widest(axis.Ticks(PixelsPerYTick, y.WholeNumbers));
        }

        static int Widest(Tick[] ticks) => ticks.Select(tick => StrokeFont.Measure(tick.Label, TextStyle.Small)).DefaultIfEmpty().Max();
    }

    /// <summary>Where the data go.</summary>
    public PixelBox Box { get; }

    /// <summary>The x axis.</summary>
    public Axis X { get; }

    /// <summary>The y axis.</summary>
    public Axis Y { get; }

    /// <summary>Draws everything; data come on top.</summary>
    /// <param name="canvas">As large as was measured for.</param>
    /// <param name="notes">Shown in the row kept for them, if any.</param>
    public void Draw(Canvas canvas, IReadOnlyList<string> notes)
    {
        foreach (Tick tick in _yTicks)
        {
            int y = PixelRow(tick);
            canvas.Fill(new PixelBox(Box.Left, y, Box.Right, y + 1), Theme.Grid);
        }

        int free = int.MinValue;
        foreach (Tick tick in _xTicks)
        {
            int x = Math.Min((int)MathF.Floor(X.Pixel(tick.Value)), Box.Right - 1);
            canvas.Fill(new PixelBox(x, Box.Top, x + 1, Box.Bottom), Theme.Grid);
            canvas.Fill(new PixelBox(x, Box.Bottom, x + 1, Box.Bottom + TickLength), Theme.Axis);
            int half = StrokeFont.Measure(tick.Label, TextStyle.Small) / 2;
            if (x - half < free)
                continue;
            StrokeFont.Draw(canvas, tick.Label, x - half, Box.Bottom + TickLength + TickGap + 10, TextStyle.Small, Theme.Text);
            free = x + half + 10;
        }

        foreach (Tick tick in _yTicks)
        {
            int y = PixelRow(tick);
            canvas.Fill(new PixelBox(Box.Left - TickLength, y, Box.Left, y + 1), Theme.Axis);
            int labelLeft = Box.Left - TickLength - TickGap - StrokeFont.Measure(tick.Label, TextStyle.Small);
            StrokeFont.Draw(canvas, tick.Label, labelLeft, y + 6, TextStyle.Small, Theme.Text);
        }

        canvas.Fill(new PixelBox(Box.Left - 1, Box.Top, Box.Left, Box.Bottom + 1), Theme.Axis);
        canvas.Fill(new PixelBox(Box.Left - 1, Box.Bottom, Box.Right, Box.Bottom + 1), Theme.Axis);
        DrawTexts(canvas);
        DrawNotes(canvas, notes);
    }

    private int PixelRow(Tick tick) => Math.Clamp((int)MathF.Floor(Y.Pixel(tick.Value)), Box.Top, Box.Bottom);

    private void DrawTexts(Canvas canvas)
    {
        string title = StrokeFont.Fit(_texts.Title, TextStyle.Title, canvas.Whole.Right - Box.Left - Edge);
        StrokeFont.Draw(canvas, title, Box.Left, _titleBaseline, TextStyle.Title, Theme.Title);
        _legend.Draw(canvas, Box.Left, _legendTop);

        string xLabel = StrokeFont.Fit(_texts.XLabel, TextStyle.Label, Box.Width);
        int xLabelLeft = Box.Left + ((Box.Width - StrokeFont.Measure(xLabel, TextStyle.Label)) / 2);
        StrokeFont.Draw(canvas, xLabel, xLabelLeft, Box.Bottom + 50, TextStyle.Label, Theme.Text);

        string yLabel = StrokeFont.Fit(_texts.YLabel, TextStyle.Label, Box.Height);
        int yLabelBottom = Box.Bottom - ((Box.Height - StrokeFont.Measure(yLabel, TextStyle.Label)) / 2);
        StrokeFont.Draw(canvas, yLabel, Edge + 11, yLabelBottom, TextStyle.Label, Theme.Text, upwards: true);
    }

    private void DrawNotes(Canvas canvas, IReadOnlyList<string> notes)
    {
        if (!_texts.NoteRow)
            return;
        int right = canvas.Whole.Right - Edge;
        string line = StrokeFont.Fit(string.Join("  ·  ", notes), TextStyle.Small, right - Edge);
        StrokeFont.Draw(
            canvas, line, right - StrokeFont.Measure(line, TextStyle.Small), canvas.Whole.Bottom - Edge + 4, TextStyle.Small, Theme.Note);
    }

    /// <summary>What a range leaves out, in words.</summary>
    public static IEnumerable<string> LeftOut(FrameRange y)
    {
        if (y.Range.Above > 0)
            yield return $"{Points(y.Range.Above)} above {Short(y.Range.High)} not shown";
        if (y.Range.Below > 0)
            yield return $"{Points(y.Range.Below)} below {Short(y.Range.Low)} not shown";
        if (y.Range.WithoutPlace > 0)
            yield return $"{Points(y.Range.WithoutPlace)} at or below 0 not shown";
    }

    private static string Points(long count) => count == 1 ? "1 point" : count.ToString("#,0", CultureInfo.InvariantCulture) + " points";

    private static string Short(double value) => value.ToString("G3", CultureInfo.InvariantCulture).Replace('-', '\u2212');
}

/// <summary>The texts around a plot, empty ones take no room; and whether a row at the bottom is kept for notes.</summary>
internal sealed record FrameTexts(string Title, string XLabel, string YLabel, bool NoteRow);

/// <summary>What one axis of a frame shows.</summary>
internal readonly record struct FrameRange(ValueRange Range, AxisScale Scale, bool WholeNumbers);
