using System.Globalization;

namespace GanActors.Pictures;

/// <summary>
/// Whose turn it was when: over the whole run the share of steps that each network took, and step by step what happened at its start and at its
/// end. A fixed schedule shows as level bands, a gate as bands that move, a frozen network as a band that is gone.
/// </summary>
public sealed record ScheduleStrip
{
    private const int ChartHeight = 330, StripHeight = 104, CellHeight = 34, HeaderBaseline = 18, CellTop = 28, NumberBaseline = 81, Edge = 20;

    /// <summary>A step of the strips is as wide as there is room for, within these pixels; only an iteration too long for the picture has narrower ones.</summary>
    private const int NarrowestCell = 15, WidestCell = 26;

    private const int IterationGap = 6, WideBar = 4;

    /// <summary>What the picture is about; empty for no title.</summary>
    public string Title { get; init; } = "";

    /// <summary>Pixels, at least 480.</summary>
    public int Width { get; init; } = 1200;

    /// <summary>Draws the picture.</summary>
    /// <param name="course">The whole run, in ascending spans.</param>
    /// <param name="first">Iterations at the start of the run, one by one; as many are shown as have room.</param>
    /// <param name="last">Iterations at its end, likewise; those that are shown among the first are left out.</param>
    /// <exception cref="ArgumentException">Spans are not ascending, a number is negative, or the width is out of range.</exception>
    public Pixmap Draw(IReadOnlyList<TurnSpan> course, IReadOnlyList<TurnSpan> first, IReadOnlyList<TurnSpan> last)
    {
        if (Width is < 480 or > Pixmap.LongestSide)
            throw new ArgumentException($"A schedule strip is 480 to {Pixmap.LongestSide} pixels wide, not {Width}.");
        Check(course, nameof(course));
        Check(first, nameof(first));
        Check(last, nameof(last));

        long iterations = course.Count == 0 ? 1 : course[^1].Last;
        LegendEntry[] legend =
        [
            new(Named("discriminator learns", course.Sum(span => span.DiscriminatorSteps)), Palette.Discriminator, LegendSample.Area),
            new(Named("generator learns", course.Sum(span => span.GeneratorSteps)), Palette.Generator, LegendSample.Area),
        ];
        var frame = new Frame(
            Width, ChartHeight, new FrameTexts(Title, "iteration", "share of steps (%)", NoteRow: false), legend,
            new FrameRange(new ValueRange(0, iterations, 0, 0, 0), AxisScale.Linear, WholeNumbers: true),
            new FrameRange(new ValueRange(0, 100, 0, 0, 0), AxisScale.Linear, WholeNumbers: true));
        var starting = Fitting(first, frame.Box.Width);
        var ending = Fitting([.. last.Where(span => starting.Count == 0 || span.First > starting[^1].Last).Reverse()], frame.Box.Width);
        ending.Reverse();

        int strips = (starting.Count > 0 ? 1 : 0) + (ending.Count > 0 ? 1 : 0);
        var canvas = new Canvas(Width, ChartHeight + (strips * StripHeight), Theme.Ground);
        frame.Draw(canvas, []);
        DrawShares(canvas, frame, course);
        int top = ChartHeight;
        foreach (var strip in new[] { starting, ending }.Where(strip => strip.Count > 0))
        {
            DrawStrip(canvas, frame.Box, top, strip);
            top += StripHeight;
        }

        return canvas.Picture;
    }

    private static string Named(string what, long steps) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}, the other is frozen: {steps:#,0} {(steps == 1 ? "step" : "steps")}");

    private static void Check(IReadOnlyList<TurnSpan> spans, string name)
    {
        ArgumentNullException.ThrowIfNull(spans, name);
        long before = 0;
        foreach (var span in spans)
        {
            if (span.First <= before || span.Last < span.First || span.DiscriminatorSteps < 0 || span.GeneratorSteps < 0)
                throw new ArgumentException($"Spans ascend from iteration 1 and count steps; {span} after iteration {before} does not.", name);
            before = span.Last;
        }
    }

    // As many iterations from the front as have room with the narrowest cells, one at least.
    private static List<TurnSpan> Fitting(IReadOnlyList<TurnSpan> spans, int width)
    {
        var fitting = new List<TurnSpan>();
        long taken = 0;
        foreach (var span in spans)
        {
            taken += ((span.DiscriminatorSteps + span.GeneratorSteps) * NarrowestCell) + IterationGap;
            if (fitting.Count > 0 && taken > width)
                break;
            fitting.Add(span);
        }

        return fitting;
    }

    // Each bar shows the steps of the iterations it covers, whole or in part. A gate may open and close from one iteration to the next: where several of
    // them meet in a bar it is made wide enough to be seen.
    private static void DrawShares(Canvas canvas, Frame frame, IReadOnlyList<TurnSpan> course)
    {
        var box = frame.Box;
        long iterations = course.Count == 0 ? 0 : course[^1].Last;
        int bar = iterations * WideBar >= 2L * box.Width ? WideBar : 1, bars = (box.Width + bar - 1) / bar;
        double[] discriminator = new double[bars], generator = new double[bars];
        foreach (var span in course)
        {
            // Iteration n lies between n - 1 and n.
            double from = (frame.X.Pixel(span.First - 1) - box.Left) / bar, to = (frame.X.Pixel(span.Last) - box.Left) / bar;
            for (int i = Math.Max(0, (int)from); i < Math.Min(bars, to); i++)
            {
                double share = (Math.Min(to, i + 1) - Math.Max(from, i)) / (to - from);
                discriminator[i] += share * span.DiscriminatorSteps;
                generator[i] += share * span.GeneratorSteps;
            }
        }

        for (int i = 0; i < bars; i++)
        {
            double steps = discriminator[i] + generator[i];
            if (steps == 0)
                continue;
            int left = box.Left + (i * bar), right = Math.Min(left + bar, box.Right);
            int middle = (int)Math.Round(frame.Y.Pixel(100 * discriminator[i] / steps));
            canvas.Fill(new PixelBox(left, box.Top, right, middle), Palette.Generator);
            canvas.Fill(new PixelBox(left, middle, right, box.Bottom), Palette.Discriminator);
        }
    }

    private static void DrawStrip(Canvas canvas, PixelBox box, int top, List<TurnSpan> strip)
    {
        string which = strip.Count == 1 ? $"iteration {Number(strip[0].First)}" : $"iterations {Number(strip[0].First)} to {Number(strip[^1].Last)}";
        StrokeFont.Draw(canvas, $"step by step, {which}", box.Left, top + HeaderBaseline, TextStyle.Small, Theme.Text);

        long steps = Math.Max(1, strip.Sum(span => span.DiscriminatorSteps + span.GeneratorSteps));
        double room = box.Width - ((strip.Count - 1) * IterationGap);
        double cell = Math.Min(WidestCell, room / steps);
        double x = box.Left;
        int free = int.MinValue;
        foreach (var span in strip)
        {
            double start = x;
            for (long step = 0; step < span.DiscriminatorSteps + span.GeneratorSteps; step++, x += cell)
            {
                bool discriminators = step < span.DiscriminatorSteps;
                DrawCell(canvas, x, x + cell, top + CellTop, discriminators ? "D" : "G", discriminators ? Palette.Discriminator : Palette.Generator);
            }

            string number = Number(span.First);
            int half = StrokeFont.Measure(number, TextStyle.Small) / 2, middle = (int)((start + x) / 2);
            if (middle - half >= free && middle + half <= canvas.Whole.Right - Edge)
            {
                StrokeFont.Draw(canvas, number, middle - half, top + NumberBaseline, TextStyle.Small, Theme.Text);
                free = middle + half + 10;
            }

            x += IterationGap;
        }
    }

    // A pixel of ground tells two steps apart as long as there is room for it.
    private static void DrawCell(Canvas canvas, double from, double to, int top, string letter, Rgb colour)
    {
        int left = (int)Math.Round(from), right = (int)Math.Round(to);
        if (right - left > 3)
            right--;
        canvas.Fill(new PixelBox(left, top, Math.Max(right, left + 1), top + CellHeight), colour);
        int width = StrokeFont.Measure(letter, TextStyle.Small);
        if (right - left >= width + 1)
            StrokeFont.Draw(canvas, letter, left + ((right - left - width + 1) / 2), top + (CellHeight / 2) + 5, TextStyle.Small, Theme.Ground);
    }

    private static string Number(long iteration) => iteration.ToString("#,0", CultureInfo.InvariantCulture);
}
