using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GanActors.Pictures;

/// <summary>
/// An opaque RGB picture that is drawn on with a round pen. Pixel (x, y) covers the unit square from (x, y), so its centre is at
/// (x + 0.5, y + 0.5). A stroke's coverage is a function of the distance to its path, the greatest over all segments: joints and
/// crossings of one stroke are not inked twice, whatever its opacity.
/// </summary>
internal sealed class Canvas
{
    private readonly Pixmap _picture;
    private readonly float[] _coverage;

    public Canvas(int width, int height, Rgb background)
    {
        _picture = new Pixmap(width, height, 3);
        _coverage = new float[width * height];
        Whole = new PixelBox(0, 0, width, height);
        Fill(Whole, background);
    }

    public PixelBox Whole { get; }

    public Pixmap Picture => _picture;

    /// <summary>Fills whole pixels.</summary>
    public void Fill(PixelBox box, Rgb colour)
    {
        box = box.Intersect(Whole);
        for (int y = box.Top; y < box.Bottom; y++)
            PixelsOf(y)[box.Left..box.Right].Fill(colour);
    }

    /// <summary>Lays a grey or RGB picture over what is there.</summary>
    /// <param name="picture">Opaque; what reaches beyond the canvas is cut off.</param>
    /// <param name="left">Column of its first pixel, at least 0.</param>
    /// <param name="top">Row of its first pixel, at least 0.</param>
    public void Place(Pixmap picture, int left, int top)
    {
        picture = picture.WithChannels(3);
        int width = Math.Min(picture.Width, Whole.Right - left), height = Math.Min(picture.Height, Whole.Bottom - top);
        for (int y = 0; y < height; y++)
            picture.Row(y)[..(3 * width)].CopyTo(_picture.Row(top + y)[(3 * left)..]);
    }

    /// <summary>Draws all segments as one stroke.</summary>
    /// <param name="segments">The path.</param>
    /// <param name="width">Pen diameter in pixels; below 1 the line fades instead of breaking up.</param>
    /// <param name="colour">Ink.</param>
    /// <param name="opacity">0 .. 1.</param>
    /// <param name="clip">Pixels outside are left alone.</param>
    public void Stroke(IReadOnlyList<Segment> segments, float width, Rgb colour, float opacity, PixelBox clip)
    {
        clip = clip.Intersect(Whole);
        if (clip.Width <= 0 || clip.Height <= 0)
            return;
        float radius = width / 2;
        int left = clip.Right, top = clip.Bottom, right = clip.Left, bottom = clip.Top;
        for (int i = 0; i < segments.Count; i++)
        {
            // Far ends are cut first, else a wild value would walk along a billion columns.
            if (!TryCut(segments[i], clip, radius + 2, out Segment segment))
                continue;
            PixelBox touched = Cover(segment, radius, clip);
            left = Math.Min(left, touched.Left);
            top = Math.Min(top, touched.Top);
            right = Math.Max(right, touched.Right);
            bottom = Math.Max(bottom, touched.Bottom);
        }

        for (int y = top; y < bottom; y++)
            Ink(PixelsOf(y)[left..right], _coverage.AsSpan(y * Whole.Right, Whole.Right)[left..right], colour, opacity);
    }

    /// <summary>Draws a filled disc over what is there.</summary>
    public void Disc(float x, float y, float radius, Rgb colour, float opacity, PixelBox clip)
    {
        clip = clip.Intersect(Whole).Intersect(new PixelBox(
            (int)MathF.Floor(x - radius - 1), (int)MathF.Floor(y - radius - 1), (int)MathF.Ceiling(x + radius + 1), (int)MathF.Ceiling(y + radius + 1)));
        for (int row = clip.Top; row < clip.Bottom; row++)
        {
            for (int column = clip.Left; column < clip.Right; column++)
            {
                float dx = column + 0.5f - x, dy = row + 0.5f - y;
                float coverage = Math.Clamp(radius + 0.5f - MathF.Sqrt((dx * dx) + (dy * dy)), 0, 1);
                ref Rgb pixel = ref PixelsOf(row)[column];
                pixel = Mix(pixel, colour, coverage * opacity);
            }
        }
    }

    private Span<Rgb> PixelsOf(int y) => MemoryMarshal.Cast<byte, Rgb>(_picture.Row(y));

    /// <summary>Inks a piece of a row and leaves its coverage empty for the next stroke.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Ink(Span<Rgb> pixels, Span<float> coverage, Rgb colour, float opacity)
    {
        for (int x = coverage.IndexOfAnyExcept(0f); x >= 0 && x < coverage.Length; x++)
        {
            if (coverage[x] == 0)
                continue;
            pixels[x] = Mix(pixels[x], colour, coverage[x] * opacity);
            coverage[x] = 0;
        }
    }

    private static Rgb Mix(Rgb ground, Rgb ink, float opacity) =>
        new(Mix(ground.R, ink.R, opacity), Mix(ground.G, ink.G, opacity), Mix(ground.B, ink.B, opacity));

    private static byte Mix(byte ground, byte ink, float opacity) => (byte)(ground + ((ink - ground) * opacity) + 0.5f);

    /// <summary>Walks the segment along its longer direction and covers the few pixels across it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private PixelBox Cover(Segment segment, float radius, PixelBox clip)
    {
        float reach = radius + 0.5f;
        float dx = segment.X1 - segment.X0, dy = segment.Y1 - segment.Y0;
        float lengthSquared = (dx * dx) + (dy * dy);
        float inverse = lengthSquared > 0 ? 1 / lengthSquared : 0;
        float fullest = Math.Min(1, 2 * radius);
        int width = Whole.Right;
        PixelBox box = new PixelBox(
            (int)MathF.Floor(Math.Min(segment.X0, segment.X1) - reach),
            (int)MathF.Floor(Math.Min(segment.Y0, segment.Y1) - reach),
            (int)MathF.Ceiling(Math.Max(segment.X0, segment.X1) + reach),
            (int)MathF.Ceiling(Math.Max(segment.Y0, segment.Y1) + reach)).Intersect(clip);

        bool steep = MathF.Abs(dy) > MathF.Abs(dx);
        float along = steep ? dy : dx, across = steep ? dx : dy;
        float slope = along == 0 ? 0 : across / along;
        float halfBand = (reach * MathF.Sqrt(1 + (slope * slope))) + 1;
        float startAlong = steep ? segment.Y0 : segment.X0, startAcross = steep ? segment.X0 : segment.Y0;
        float lowestAcross = Math.Min(startAcross, startAcross + across), highestAcross = Math.Max(startAcross, startAcross + across);
        int first = steep ? box.Top : box.Left, last = steep ? box.Bottom : box.Right;
        int boundLow = steep ? box.Left : box.Top, boundHigh = steep ? box.Right : box.Bottom;
        for (int major = first; major < last; major++)
        {
            float centre = Math.Clamp(startAcross + ((major + 0.5f - startAlong) * slope), lowestAcross, highestAcross);
            int from = Math.Max(boundLow, (int)MathF.Floor(centre - halfBand));
            int to = Math.Min(boundHigh, (int)MathF.Ceiling(centre + halfBand));
            for (int minor = from; minor < to; minor++)
            {
                int x = steep ? minor : major, y = steep ? major : minor;
                float px = x + 0.5f - segment.X0, py = y + 0.5f - segment.Y0;
                float share = Math.Clamp(((px * dx) + (py * dy)) * inverse, 0, 1);
                float ex = px - (share * dx), ey = py - (share * dy);
                float coverage = Math.Clamp(reach - MathF.Sqrt((ex * ex) + (ey * ey)), 0, fullest);
                ref float stored = ref _coverage[(y * width) + x];
                stored = Math.Max(stored, coverage);
            }
        }

        return box.Width <= 0 || box.Height <= 0 ? new PixelBox(clip.Right, clip.Bottom, clip.Left, clip.Top) : box;
    }

    /// <summary>Cuts a segment to the box grown by <paramref name="slack"/> (Liang and Barsky, 1984), in double precision.</summary>
    private static bool TryCut(Segment segment, PixelBox box, float slack, out Segment cut)
    {
        double x = segment.X0, y = segment.Y0, dx = (double)segment.X1 - x, dy = (double)segment.Y1 - y;
        double enter = 0, leave = 1;
        bool inside = Narrow(-dx, x - (box.Left - slack), ref enter, ref leave)
            && Narrow(dx, box.Right + slack - x, ref enter, ref leave)
            && Narrow(-dy, y - (box.Top - slack), ref enter, ref leave)
            && Narrow(dy, box.Bottom + slack - y, ref enter, ref leave);
        cut = enter == 0 && leave == 1 ? segment
            : new Segment((float)(x + (enter * dx)), (float)(y + (enter * dy)), (float)(x + (leave * dx)), (float)(y + (leave * dy)));
        return inside;
    }

    private static bool Narrow(double speed, double room, ref double enter, ref double leave)
    {
        if (speed == 0)
            return room >= 0;
        double time = room / speed;
        if (speed < 0)
            enter = Math.Max(enter, time);
        else
            leave = Math.Min(leave, time);
        return enter <= leave;
    }
}
