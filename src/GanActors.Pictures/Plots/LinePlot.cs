namespace GanActors.Pictures;

/// <summary>
/// Lines over a common x: title, legend, axes with round ticks, grid. Any number of points is drawn in about the time it takes to read them,
/// and a few wild values do not flatten the others (they are left out, marked at the edge and counted in a note).
/// </summary>
public sealed record LinePlot
{
    private const int SmallestSide = 240;

    /// <summary>Series with this many points or fewer show each as a disc.</summary>
    private const int FewPoints = 40;

    private const float Thin = 1.1f, Thick = 2.2f, DiscRadius = 3.4f;

    /// <summary>What the plot is about; empty for no title.</summary>
    public string Title { get; init; } = "";

    /// <summary>What x is, with its unit; may be empty.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>What y is, with its unit; may be empty.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>The lines, drawn in this order.</summary>
    public IReadOnlyList<LineSeries> Series { get; init; } = [];

    /// <summary>Values worth comparing with.</summary>
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    /// <summary>Linear or logarithmic x.</summary>
    public AxisScale XScale { get; init; }

    /// <summary>Linear or logarithmic y.</summary>
    public AxisScale YScale { get; init; }

    /// <summary>The y shown; without it the range follows the values.</summary>
    public (double Low, double High)? YRange { get; init; }

    /// <summary>Pixels, at least 240.</summary>
    public int Width { get; init; } = 1200;

    /// <summary>Pixels, at least 240.</summary>
    public int Height { get; init; } = 700;

    /// <summary>Draws the plot. Equal plots give equal pixels.</summary>
    /// <exception cref="ArgumentException">A side is too small or too large, or the asked range of y cannot be an axis.</exception>
    public Pixmap Draw()
    {
        Check();
        ReadOnlyMemory<double>[] values = [.. Series.Select(series => series.Y)];
        double[] references = [.. References.Select(reference => reference.Y)];
        ValueRange yRange = YRange is { } asked
            ? ValueRange.Fixed(values, YScale, asked.Low, asked.High)
            : ValueRange.Around([.. values, references], YScale, padding: 0.04);
        var y = new FrameRange(yRange, YScale, WholeNumbers: false);
        var x = new FrameRange(ValueRange.Of(Series.Select(series => series.X), XScale), XScale, Series.All(series => AreWhole(series.X.Span)));

        LineInk[] inks = [.. Series.Select((series, index) => new LineInk(series, series.Colour ?? Palette.Series(index), y))];
        List<string> notes = [.. Frame.LeftOut(y)];
        if (inks.Any(ink => ink.AverageOver > 0))
            notes.Insert(0, AverageNote(inks));
        List<LegendEntry> entries = [.. inks.Select(ink => new LegendEntry(ink.Series.Name, ink.Colour, LegendSample.Line))];
        entries.AddRange(References.Where(r => r.Label != null).Select(r => new LegendEntry(r.Label!, Theme.Reference, LegendSample.Dotted)));

        var frame = new Frame(Width, Height, new FrameTexts(Title, XLabel, YLabel, NoteRow: notes.Count > 0), entries, x, y);
        var canvas = new Canvas(Width, Height, Theme.Ground);
        frame.Draw(canvas, notes);
        // A line at the very end of the axis keeps its full width.
        PixelBox clip = frame.Box.Grow(2);
        foreach (ReferenceLine reference in References)
            canvas.Stroke(Dots.Between(frame.Box.Left, frame.Box.Right, MathF.Floor(frame.Y.Pixel(reference.Y)) + 0.5f), Dots.Pen, Theme.Reference, 1, clip);
        foreach (LineInk ink in inks.Where(ink => ink.AverageOver > 0))
            Ink(canvas, frame, clip, ink.Series.X.Span, ink.Series.Y.Span, ink.Colour, Thin, 0.35f);
        foreach (LineInk ink in inks)
        {
            ReadOnlySpan<double> line = ink.AverageOver > 0
                ? Smoothing.Average(ink.Series.Y.Span, ink.AverageOver, y)
                : ink.Series.Y.Span;
            Ink(canvas, frame, clip, ink.Series.X.Span, line, ink.Colour, Thick, 1);
            EdgeMarks.Draw(canvas, frame, ink.Series.X.Span, ink.Series.Y.Span, ink.Colour);
        }

        return canvas.Picture;
    }

    private void Check()
    {
        foreach (int side in (ReadOnlySpan<int>)[Width, Height])
        {
            if (side is < SmallestSide or > Pixmap.LongestSide)
                throw new ArgumentException($"A plot's sides are {SmallestSide} to {Pixmap.LongestSide} pixels, not {Width} x {Height}.");
        }

        if (YRange is not { } range)
            return;
        double size = Math.Max(Math.Abs(range.Low), Math.Abs(range.High));
        if (!double.IsFinite(range.High - range.Low) || !(range.High - range.Low > Math.Max(size * 1e-9, 1e-290)))
            throw new ArgumentException($"The range of y goes up from a finite low to a finite high, not from {range.Low} to {range.High}.");
        if (YScale == AxisScale.Logarithmic && range.Low <= 0)
            throw new ArgumentException($"A logarithmic axis shows positive values only; its range cannot begin at {range.Low}.");
    }

    private static string AverageNote(LineInk[] inks)
    {
        double[] points = [.. inks.Select(ink => ink.AverageOver).Where(over => over > 0).Distinct()];
        return points.Length == 1
            ? FormattableString.Invariant($"thick lines: moving average over {points[0]:#,0} points")
            : "thick lines: moving averages";
    }

    private static bool AreWhole(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (value != Math.Floor(value))
                return false;
        }

        return true;
    }

    /// <summary>Inks the runs between gaps; a run of one point is a disc.</summary>
    private static void Ink(
        Canvas canvas, Frame frame, PixelBox clip, ReadOnlySpan<double> x, ReadOnlySpan<double> y, Rgb colour, float pen, float opacity)
    {
        var segments = new List<Segment>();
        float[] px = new float[x.Length], py = new float[x.Length];
        bool few = x.Length <= FewPoints && opacity == 1;
        int start = 0;
        while (start < x.Length)
        {
            int end = start;
            bool ascending = true;
            for (; end < x.Length && double.IsFinite(y[end]) && Axis.HasPlace(y[end], frame.Y.Scale) && Axis.HasPlace(x[end], frame.X.Scale); end++)
            {
                px[end] = frame.X.Pixel(x[end]);
                py[end] = frame.Y.Pixel(y[end]);
                ascending &= end == start || px[end] >= px[end - 1];
                if (few)
                    canvas.Disc(px[end], py[end], DiscRadius, colour, 1, clip.Grow((int)DiscRadius));
            }

            AddRun(segments, px.AsSpan(start, end - start), py.AsSpan(start, end - start), ascending, pen);
            start = end + 1;
        }

        canvas.Stroke(segments, pen, colour, opacity, clip);
    }

    private static void AddRun(List<Segment> segments, ReadOnlySpan<float> x, ReadOnlySpan<float> y, bool ascending, float pen)
    {
        if (x.Length == 1)
        {
            // A short cross of round strokes is a disc a little larger than the pen.
            segments.Add(new Segment(x[0] - (pen / 3), y[0], x[0] + (pen / 3), y[0]));
            segments.Add(new Segment(x[0], y[0] - (pen / 3), x[0], y[0] + (pen / 3)));
        }

        if (ascending)
        {
            List<int> kept = ColumnEnvelope.Thin(x, y);
            for (int i = 1; i < kept.Count; i++)
                segments.Add(new Segment(x[kept[i - 1]], y[kept[i - 1]], x[kept[i]], y[kept[i]]));
            return;
        }

        for (int i = 1; i < x.Length; i++)
            segments.Add(new Segment(x[i - 1], y[i - 1], x[i], y[i]));
    }

    private sealed class LineInk(LineSeries series, Rgb colour, FrameRange y)
    {
        public LineSeries Series { get; } = series;

        public Rgb Colour { get; } = colour;

        public double AverageOver { get; } = series.Smoothing.PointsFor(series.Y.Span, y);
    }
}
