using System.Globalization;

namespace GanActors.Pictures;

/// <summary>
/// Real and generated points of the plane in one picture, for the two-dimensional mixtures: both axes have the same unit length. The real points
/// decide what is shown, so that the sheets of a run can be laid side by side; generated ones beyond are marked at the edge and counted.
/// </summary>
public sealed record ScatterSheet
{
    private const int SmallestSide = 240;

    /// <summary>Free room around the real points, as a share of their larger extent.</summary>
    private const double Room = 0.25;

    /// <summary>What the sheet is about; empty for no title.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the legend calls the real points.</summary>
    public string RealName { get; init; } = "real";

    /// <summary>What the legend calls the generated points.</summary>
    public string GeneratedName { get; init; } = "generated";

    /// <summary>Colour of the generated points.</summary>
    public Rgb Colour { get; init; } = Palette.Generator;

    /// <summary>Radius of a point, pixels.</summary>
    public float PointRadius { get; init; } = 2.4f;

    /// <summary>Pixels, at least 240.</summary>
    public int Width { get; init; } = 800;

    /// <summary>Pixels, at least 240.</summary>
    public int Height { get; init; } = 860;

    /// <summary>Draws the sheet.</summary>
    /// <param name="real">Real points, [count, 2]: x and y in turn; may be empty.</param>
    /// <param name="generated">Generated points, likewise; those with a coordinate that is not finite are counted, not drawn.</param>
    /// <exception cref="ArgumentException">A list has an odd length, or a setting is out of range.</exception>
    public Pixmap Draw(ReadOnlySpan<float> real, ReadOnlySpan<float> generated)
    {
        if (Width is < SmallestSide or > Pixmap.LongestSide || Height is < SmallestSide or > Pixmap.LongestSide)
            throw new ArgumentException($"A sheet's sides are {SmallestSide} to {Pixmap.LongestSide} pixels, not {Width} x {Height}.");
        if (!(PointRadius > 0) || PointRadius > 100)
            throw new ArgumentException($"The radius of a point is above 0 and at most 100 pixels, not {PointRadius}.");
        if (real.Length % 2 != 0)
            throw new ArgumentException($"Points are pairs of x and y; {real.Length} numbers are not.", nameof(real));
        if (generated.Length % 2 != 0)
            throw new ArgumentException($"Points are pairs of x and y; {generated.Length} numbers are not.", nameof(generated));

        var (x, y) = Extent(real.Length > 0 ? real : generated);
        var entries = new List<LegendEntry>();
        if (real.Length > 0)
            entries.Add(new LegendEntry(RealName, Theme.Real, LegendSample.Point));
        entries.Add(new LegendEntry(GeneratedName, Colour, LegendSample.Point));
        var frame = new Frame(
            Width,
            Height,
            new FrameTexts(Title, "x", "y", NoteRow: true),
            entries,
            new FrameRange(x, AxisScale.Linear, WholeNumbers: false),
            new FrameRange(y, AxisScale.Linear, WholeNumbers: false),
            equalUnits: true);
        var canvas = new Canvas(Width, Height, Theme.Ground);
        frame.Draw(canvas, Notes(generated, frame));
        // Real points make a ground on which the generated ones still show when they are right; where points crowd the ink adds up, so
        // many of them get less each.
        Ink(canvas, frame, real, Theme.Real, PointRadius * 1.6f, 1);
        Ink(canvas, frame, generated, Colour, PointRadius, generated.Length <= 1_000 ? 0.75f : generated.Length <= 10_000 ? 0.5f : 0.25f);
        return canvas.Picture;
    }

    private static List<string> Notes(ReadOnlySpan<float> generated, Frame frame)
    {
        int outside = 0, notFinite = 0;
        for (int i = 0; i < generated.Length; i += 2)
        {
            float x = generated[i], y = generated[i + 1];
            if (!float.IsFinite(x) || !float.IsFinite(y))
                notFinite++;
            else if (!IsInside(frame, x, y))
                outside++;
        }

        var notes = new List<string>();
        if (outside > 0)
            notes.Add(Count(outside) + " outside, marked at the edge");
        if (notFinite > 0)
            notes.Add(Count(notFinite) + " not finite");
        return notes;
    }

    private static bool IsInside(Frame frame, float x, float y) =>
        x >= frame.X.Low && x <= frame.X.High && y >= frame.Y.Low && y <= frame.Y.High;

    private static string Count(int points) =>
        points == 1 ? "1 generated point" : points.ToString("#,0", CultureInfo.InvariantCulture) + " generated points";

    private static (ValueRange X, ValueRange Y) Extent(ReadOnlySpan<float> points)
    {
        var coordinates = new double[2][];
        for (int axis = 0; axis < 2; axis++)
        {
            coordinates[axis] = new double[points.Length / 2];
            for (int i = 0; i < coordinates[axis].Length; i++)
                coordinates[axis][i] = points[(2 * i) + axis];
        }

        return (Widen(ValueRange.Around([coordinates[0]], AxisScale.Linear, Room, nearZero: false)),
            Widen(ValueRange.Around([coordinates[1]], AxisScale.Linear, Room, nearZero: false)));

        // Points of one place, or none, still need a plane around them.
        static ValueRange Widen(ValueRange range) =>
            range.High - range.Low > 1e-6 * Math.Max(Math.Abs(range.Low), Math.Abs(range.High)) ? range : range with { Low = range.Low - 1, High = range.High + 1 };
    }

    private static void Ink(Canvas canvas, Frame frame, ReadOnlySpan<float> points, Rgb colour, float radius, float opacity)
    {
        PixelBox box = frame.Box;
        for (int i = 0; i < points.Length; i += 2)
        {
            if (!float.IsFinite(points[i]) || !float.IsFinite(points[i + 1]))
                continue;
            float x = frame.X.Pixel(points[i]), y = frame.Y.Pixel(points[i + 1]);
            if (IsInside(frame, points[i], points[i + 1]))
                canvas.Disc(x, y, radius, colour, opacity, box.Grow((int)MathF.Ceiling(radius)));
            else
                canvas.Disc(Math.Clamp(x, box.Left + 3, box.Right - 3), Math.Clamp(y, box.Top + 3, box.Bottom - 3), 3, colour, 1, box);
        }
    }
}
