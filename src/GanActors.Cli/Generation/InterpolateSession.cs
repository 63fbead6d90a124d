using System.Globalization;
using GanActors.Cli.Rendering;
using GanActors.Engines;
using GanActors.Networks;
using GanActors.Pictures;
using GanActors.Server.Generation;

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
        var kind = wish.Path ?? LatentWalk.KindFor(generator.Recipe.Noise);
        var walk = new LatentWalk(wish.Pairs, wish.Steps);
        var points = walk.Points(generator.Noise(wish.Noise, 2 * wish.Pairs, surroundings.Output), kind);
        var items = generator.MakeAll(generator.Trained.Classes == 0 ? points : points.Of(walk.Classes(way => generator.ClassOf(wish.Noise, way))), stop);
        string count = wish.Pairs == 1 ? "way" : "ways";
        string form = kind == LatentPathKind.Spherical ? "spherical" : "linear";
        HeadingText.Line(surroundings.Output, "between", FormattableString.Invariant($"{wish.Pairs} {form} {count} of {wish.Steps} steps"));
        if (animation)
            ApngWriter.Save(path, walk.Frames(items, pictures));
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
}
