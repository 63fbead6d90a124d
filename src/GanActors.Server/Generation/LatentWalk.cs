using GanActors.Engines;
using GanActors.Networks;
using GanActors.Pictures;
using GanActors.Recipes;

namespace GanActors.Server.Generation;

/// <summary>Ways between points of a generator's noise, and what it makes on them.</summary>
/// <param name="Pairs">How many ways.</param>
/// <param name="Steps">Points of one way, both ends included; at least 2.</param>
internal readonly record struct LatentWalk(int Pairs, int Steps)
{
    // A way of few steps goes slowly, one of many smoothly; its ends are looked at longer.
    private const int WayMilliseconds = 2000, ShortestFrame = 33, LongestFrame = 200, EndMilliseconds = 500;

    /// <summary>How ways go that suit the noise.</summary>
    public static LatentPathKind KindFor(NoiseSpec noise) => noise.Distribution == NoiseDistribution.Normal ? LatentPathKind.Spherical : LatentPathKind.Linear;

    /// <summary>All points of all ways, way by way.</summary>
    /// <param name="ends">The ends of a way are two neighbours.</param>
    /// <param name="kind">How they go.</param>
    public Batch Points(Batch ends, LatentPathKind kind)
    {
        int size = ends.Item.Size;
        float[] values = new float[checked(Pairs * Steps * size)];
        var noise = ends.Values.Span;
        for (int pair = 0; pair < Pairs; pair++)
        {
            var from = noise.Slice(2 * pair * size, size);
            var to = noise.Slice(((2 * pair) + 1) * size, size);
            for (int step = 0; step < Steps; step++)
                LatentPath.Point(kind, from, to, (double)step / (Steps - 1), values.AsSpan(((pair * Steps) + step) * size, size));
        }

        return new Batch(ends.Item, Pairs * Steps, values);
    }

    /// <summary>The class of each point, of a conditional generator: a way stays in one.</summary>
    /// <param name="classOf">That of a way.</param>
    public byte[] Classes(Func<int, byte> classOf)
    {
        int steps = Steps;
        return [.. Enumerable.Range(0, Pairs * Steps).Select(point => classOf(point / steps))];
    }

    /// <summary>An animation of all ways side by side, there and back, so that it closes.</summary>
    /// <param name="items">What was made of the points.</param>
    /// <param name="pictures">Draws them.</param>
    public IReadOnlyList<AnimationFrame> Frames(Batch items, ItemPictures pictures)
    {
        var grid = SheetGrid.Square(Pairs);
        int size = items.Item.Size, last = Steps - 1;
        int milliseconds = Math.Clamp(WayMilliseconds / Steps, ShortestFrame, LongestFrame);
        float[] now = new float[Pairs * size];
        var there = new List<Pixmap>();
        for (int step = 0; step < Steps; step++)
        {
            for (int pair = 0; pair < Pairs; pair++)
                items.Values.Span.Slice(((pair * Steps) + step) * size, size).CopyTo(now.AsSpan(pair * size));
            there.Add(pictures.AreImages
                ? pictures.Sheet(new Batch(items.Item, Pairs, now), grid).Picture
                : pictures.Scatter(items.Values.Span, now, "ways"));
        }

        var back = Enumerable.Range(1, Steps - 2).Reverse();
        return [.. Enumerable.Range(0, Steps).Concat(back).Select(step => new AnimationFrame(there[step], step == 0 || step == last ? EndMilliseconds : milliseconds))];
    }
}
