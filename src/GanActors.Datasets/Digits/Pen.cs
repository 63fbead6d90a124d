using System.Numerics;
using System.Runtime.CompilerServices;

namespace GanActors.Datasets;

/// <summary>
/// Writes digits: chooses a skeleton, bends it as a hand would, lays a smooth curve through it, and inks the curve with a soft round tip.
/// Only additions, multiplications, divisions and square roots, in a fixed order, so that every machine draws the same bytes.
/// </summary>
internal sealed class Pen
{
    // MNIST's own preparation: the digit fills a box of 20 pixels, and its centre of mass is the image's centre.
    private const float Body = 20f;
    private const float Centre = (DrawnDigits.Side - 1) / 2f;

    // Half the width of the edge that goes from ink to paper, in pixels.
    private const float Softness = 0.8f;
    private const int StepsBetweenPoints = 4;

    private readonly float[] _ink = new float[DrawnDigits.Side * DrawnDigits.Side];
    private readonly List<Segment> _segments = [];
    private readonly List<Dab> _points = [];

    /// <summary>Writes one digit.</summary>
    /// <param name="digit">0 .. 9.</param>
    /// <param name="whims">What makes it differ from the next one.</param>
    /// <param name="pixels"><c>[28, 28]</c>, overwritten.</param>
    public void Write(int digit, DigitWhims whims, Span<byte> pixels)
    {
        var ways = Handwriting.Digits[digit];
        var skeleton = ways[whims.OneOf(ways.Length)];
        var hand = new Hand(ref whims);
        float radius = Math.Clamp(whims.About(1.26f, 0.32f), 0.65f, 2.1f);
        _segments.Clear();
        foreach (var stroke in skeleton.Strokes)
            Lay(stroke.AsSpan(), hand, ref whims);
        Fit(radius);
        Array.Clear(_ink);
        foreach (var segment in _segments)
            Ink(segment);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((255f * _ink[i]) + 0.5f);
    }

    // Moves a stroke's points and draws smooth curves between its corners. Radii are relative until Fit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Lay(ReadOnlySpan<Vector2> stroke, Hand hand, ref DigitWhims whims)
    {
        _points.Clear();
        for (int i = 0; i < stroke.Length; i++)
        {
            bool corner = i > 0 && stroke[i] == stroke[i - 1];
            if (corner)
            {
                Curve();
                var last = _points[^1];
                _points.Clear();
                _points.Add(last);
            }
            else
            {
                var trembled = stroke[i] + new Vector2(whims.Between(-0.04f, 0.04f), whims.Between(-0.04f, 0.04f));
                _points.Add(new Dab(hand.Move(trembled), whims.Between(0.85f, 1.15f)));
            }
        }

        Curve();
    }

    // Catmull and Rom, 1974: through every point, along its neighbours. The ends go on as they came.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Curve()
    {
        for (int i = 0; i + 1 < _points.Count; i++)
        {
            Dab from = _points[i], to = _points[i + 1];
            var before = i > 0 ? _points[i - 1].At : from.At + (from.At - to.At);
            var after = i + 2 < _points.Count ? _points[i + 2].At : to.At + (to.At - from.At);
            Vector2 leaving = (to.At - before) / 2f, arriving = (after - from.At) / 2f;
            var last = from;
            for (int step = 1; step <= StepsBetweenPoints; step++)
            {
                float t = step / (float)StepsBetweenPoints, u = 1f - t;
                var at = (from.At * (u * u * (1f + (2f * t)))) + (leaving * (u * u * t)) + (to.At * (t * t * (3f - (2f * t)))) - (arriving * (t * t * u));
                var dab = new Dab(at, (from.Radius * u) + (to.Radius * t));
                _segments.Add(new Segment(last, dab));
                last = dab;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fit(float radius)
    {
        Vector2 low = _segments[0].From.At, high = low, mass = Vector2.Zero;
        float length = 0f;
        foreach (var (from, to) in _segments)
        {
            low = Vector2.Min(low, to.At);
            high = Vector2.Max(high, to.At);
            float piece = MathF.Sqrt(Vector2.DistanceSquared(from.At, to.At));
            mass += (from.At + to.At) * (piece / 2f);
            length += piece;
        }

        var extent = high - low;
        float scale = (Body - (2f * radius) - Softness) / MathF.Max(extent.X, extent.Y);
        var centre = mass / length;
        for (int i = 0; i < _segments.Count; i++)
        {
            var (from, to) = _segments[i];
            _segments[i] = new Segment(Placed(from), Placed(to));
        }

        Dab Placed(Dab dab) => new(((dab.At - centre) * scale) + new Vector2(Centre), dab.Radius * radius);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Ink(Segment segment)
    {
        Vector2 start = segment.From.At, along = segment.To.At - start;
        float perLengthSquared = 1f / MathF.Max(along.LengthSquared(), 1e-6f);
        float reach = MathF.Max(segment.From.Radius, segment.To.Radius) + Softness;
        var low = Vector2.Max(Vector2.Min(start, segment.To.At) - new Vector2(reach), Vector2.Zero);
        var high = Vector2.Min(Vector2.Max(start, segment.To.At) + new Vector2(reach), new Vector2(DrawnDigits.Side - 1));
        for (int y = (int)MathF.Ceiling(low.Y); y <= high.Y; y++)
        {
            for (int x = (int)MathF.Ceiling(low.X); x <= high.X; x++)
            {
                float offsetX = x - start.X, offsetY = y - start.Y;
                float t = MathF.Min(MathF.Max(((offsetX * along.X) + (offsetY * along.Y)) * perLengthSquared, 0f), 1f);
                offsetX -= t * along.X;
                offsetY -= t * along.Y;
                float radius = segment.From.Radius + (t * (segment.To.Radius - segment.From.Radius));
                float depth = (radius + Softness - MathF.Sqrt((offsetX * offsetX) + (offsetY * offsetY))) * (0.5f / Softness);
                if (depth <= 0f)
                    continue;
                depth = MathF.Min(depth, 1f);
                float ink = depth * depth * (3f - (2f * depth));
                ref float pixel = ref _ink[(y * DrawnDigits.Side) + x];
                pixel = MathF.Max(pixel, ink);
            }
        }
    }

    /// <summary>The tip set down somewhere.</summary>
    private readonly record struct Dab(Vector2 At, float Radius);

    /// <summary>The tip drawn from one place to the next.</summary>
    private readonly record struct Segment(Dab From, Dab To);
}
