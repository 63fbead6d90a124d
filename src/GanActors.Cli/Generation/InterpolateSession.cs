using System.Globalization;
using GanActors.Cli.Rendering;
using GanActors.Engines;
using GanActors.Networks;
using GanActors.Pictures;
using GanActors.Recipes;

namespace GanActors.Cli.Generation;

/// <summary>What the user of <c>interpolate</c> asked for.</summary>
/// <param name="Source">A run or a file.</param>
/// <param name="Weights">Null for the average if there is one.</param>
/// <param name="Noise">Which noise.</param>
/// <param name="Steps">Items of one way, both ends included.</param>
/// <param name="Pairs">How many ways.</param>
/// <param name="Path">How they go; null for what suits the noise.</param>
/// <param name="Out">The file, if named.</param>
internal sealed record InterpolateWish(string Source, WeightsKind? Weights, NoiseWish Noise, int Steps, int Pairs, LatentPathKind? Path, string? Out);

/// <summary>One <c>interpolate</c>, from the wish to the file.</summary>
internal sealed class InterpolateSession(InterpolateWish wish, Surroundings surroundings)
{
    // A way of few steps goes slowly, one of many smoothly; its ends are looked at longer.
    private const int WayMilliseconds = 2000, ShortestFrame = 33, LongestFrame = 200, EndMilliseconds = 500;

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken stop)
    {
        using var generator = LoadedGenerator.Open(wish.Source, wish.Weights, surroundings.CurrentDirectory);
        generator.Require(wish.Noise);
        var pictures = new ItemPictures(generator.Recipe, generator.Item);
        string path = Destination(generator, pictures);
        bool animation = path.EndsWith(".apng", StringComparison.OrdinalIgnoreCase);
        var grid = animation ? SheetGrid.Square(wish.Pairs) : new SheetGrid(wish.Pairs, wish.Steps);
        if (pictures.AreImages)
            pictures.Require(grid);

        generator.Describe(surroundings.Output);
        var kind = wish.Path ?? (generator.Recipe.Noise.Distribution == NoiseDistribution.Normal ? LatentPathKind.Spherical : LatentPathKind.Linear);
        var ways = Ways(generator.Noise(wish.Noise, 2 * wish.Pairs, surroundings.Output), kind);
        var items = generator.MakeAll(generator.Trained.Classes == 0 ? ways : ways.Of(Classes(generator)), stop);
        string count = wish.Pairs == 1 ? "way" : "ways";
        string form = kind == LatentPathKind.Spherical ? "spherical" : "linear";
        HeadingText.Line(surroundings.Output, "between", FormattableString.Invariant($"{wish.Pairs} {form} {count} of {wish.Steps} steps"));
        if (animation)
            ApngWriter.Save(path, Frames(items, pictures, grid));
        else if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            ItemCsv.Save(path, items, wish.Steps);
        else
            PngWriter.Save(path, pictures.AreImages ? pictures.Sheet(items, grid).Picture : pictures.Scatter(default, items.Values.Span));
        HeadingText.Line(surroundings.Output, "wrote", RunPaths.Short(path));
        return ExitCode.Done;
    }

    private string Destination(LoadedGenerator generator, ItemPictures pictures)
    {
        string[] extensions = pictures.AreImages ? [".png", ".apng"] : pictures.ArePoints ? [".png", ".apng", ".csv"] : [".csv"];
        if (wish.Out is not null)
            return Generation.Destination.File(wish.Out, surroundings.CurrentDirectory, extensions);
        ulong seed = wish.Noise.Seed ?? generator.Recipe.Run.Seed;
        return Path.Combine(generator.Folder, string.Create(CultureInfo.InvariantCulture, $"interpolated-seed-{seed}{extensions[0]}"));
    }

    /// <summary>All points of all ways, way by way; the ends of a way are two neighbours in <paramref name="ends"/>.</summary>
    private Batch Ways(Batch ends, LatentPathKind kind)
    {
        int size = ends.Item.Size;
        float[] values = new float[checked(wish.Pairs * wish.Steps * size)];
        var noise = ends.Values.Span;
        for (int pair = 0; pair < wish.Pairs; pair++)
        {
            var from = noise.Slice(2 * pair * size, size);
            var to = noise.Slice(((2 * pair) + 1) * size, size);
            for (int step = 0; step < wish.Steps; step++)
                LatentPath.Point(kind, from, to, (double)step / (wish.Steps - 1), values.AsSpan(((pair * wish.Steps) + step) * size, size));
        }

        return new Batch(ends.Item, wish.Pairs * wish.Steps, values);
    }

    /// <summary>The class of each point: a way stays in one.</summary>
    private byte[] Classes(LoadedGenerator generator) =>
        [.. Enumerable.Range(0, wish.Pairs * wish.Steps).Select(point => generator.ClassOf(wish.Noise, point / wish.Steps))];

    /// <summary>All ways side by side, there and back, so that the animation closes.</summary>
    private List<AnimationFrame> Frames(Batch items, ItemPictures pictures, SheetGrid grid)
    {
        int size = items.Item.Size;
        int milliseconds = Math.Clamp(WayMilliseconds / wish.Steps, ShortestFrame, LongestFrame);
        float[] now = new float[wish.Pairs * size];
        var there = new List<Pixmap>();
        for (int step = 0; step < wish.Steps; step++)
        {
            for (int pair = 0; pair < wish.Pairs; pair++)
                items.Values.Span.Slice(((pair * wish.Steps) + step) * size, size).CopyTo(now.AsSpan(pair * size));
            there.Add(pictures.AreImages
                ? pictures.Sheet(new Batch(items.Item, wish.Pairs, now), grid).Picture
                : pictures.Scatter(items.Values.Span, now, "ways"));
        }

        var back = Enumerable.Range(1, wish.Steps - 2).Reverse();
        return
        [
            .. Enumerable.Range(0, wish.Steps).Concat(back)
                .Select(step => new AnimationFrame(there[step], step == 0 || step == wish.Steps - 1 ? EndMilliseconds : milliseconds)),
        ];
    }
}
