using System.Globalization;
using GanActors.Cli.Rendering;
using GanActors.Networks;
using GanActors.Pictures;
using GanActors.Server.Generation;
using GanActors.Server.Runs;

namespace GanActors.Cli.Generation;

/// <summary>What the user of <c>generate</c> asked for.</summary>
/// <param name="Source">A run or a file.</param>
/// <param name="Weights">Null for the average if there is one.</param>
/// <param name="Noise">Which noise.</param>
/// <param name="Count">Null for as many as the grid has places.</param>
/// <param name="Grid">Null for about square, or as the recipe's sheets are.</param>
/// <param name="Each">The folder for single images, if wanted.</param>
/// <param name="Out">The file, if named.</param>
internal sealed record GenerateWish(string Source, WeightsKind? Weights, NoiseWish Noise, int? Count, SheetGrid? Grid, string? Each, string? Out);

/// <summary>One <c>generate</c>, from the wish to the last file.</summary>
internal sealed class GenerateSession(GenerateWish wish, Surroundings surroundings)
{
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(CancellationToken stop)
    {
        using var generator = LoadedGenerator.Open(wish.Source, wish.Weights, surroundings.CurrentDirectory);
        generator.Require(wish.Noise);
        var pictures = new ItemPictures(generator.Recipe, generator.Item);
        if (!pictures.AreImages)
            Points(generator, pictures, stop);
        else if (wish.Each is not null)
            Each(generator, pictures, stop);
        else
            Sheet(generator, pictures, stop);
        return ExitCode.Done;
    }

    private void Sheet(LoadedGenerator generator, ItemPictures pictures, CancellationToken stop)
    {
        string path = wish.Out is null ? Beside(generator, ".png") : Destination.File(wish.Out, surroundings.CurrentDirectory, ".png");
        var grid = wish.Grid ?? (wish.Count is null ? Usual(generator) : SheetGrid.Square(wish.Count.Value));
        int count = wish.Count ?? grid.Places;
        if (count > grid.Places)
            throw new BadInputException($"--grid {grid} has room for {grid.Places} images, not for --count {count}; make it larger, or leave one of the two out");
        pictures.Require(grid);

        generator.Describe(surroundings.Output);
        var images = generator.MakeAll(generator.SheetNoise(wish.Noise, count, grid, surroundings.Output), stop);
        var sheet = pictures.Sheet(images, grid);
        PngWriter.Save(path, sheet.Picture);
        Wrote(path, sheet.NotNumbers);
    }

    private void Each(LoadedGenerator generator, ItemPictures pictures, CancellationToken stop)
    {
        string folder = Destination.NewFolder("--each", wish.Each!, surroundings.CurrentDirectory);
        int count = wish.Count ?? Usual(generator).Places;
        int digits = Math.Max(4, (count - 1).ToString(CultureInfo.InvariantCulture).Length);

        generator.Describe(surroundings.Output);
        int size = generator.Item.Size, number = 0;
        long notNumbers = 0;
        foreach (var images in generator.Make(generator.Noise(wish.Noise, count, surroundings.Output), stop))
        {
            for (int i = 0; i < images.Count; i++, number++)
            {
                var image = pictures.Single(images.Values.Span.Slice(i * size, size));
                notNumbers += image.NotNumbers;
                string name = number.ToString($"D{digits}", CultureInfo.InvariantCulture) + ".png";
                PngWriter.Save(Path.Combine(folder, FolderOf(generator, images, i), name), image.Picture);
            }
        }

        Wrote(Path.Combine(folder, wish.Noise.Class is null && generator.Trained.Classes > 0 ? "*" : "", "*.png"), notNumbers);
    }

    // A folder for each class, as a data set has them, which sort as the classes do.
    private string FolderOf(LoadedGenerator generator, Batch images, int i)
    {
        if (images.Classes.IsEmpty || wish.Noise.Class is not null)
            return "";
        int digits = (generator.Trained.Classes - 1).ToString(CultureInfo.InvariantCulture).Length;
        return images.Classes.Span[i].ToString($"D{digits}", CultureInfo.InvariantCulture);
    }

    private void Points(LoadedGenerator generator, ItemPictures pictures, CancellationToken stop)
    {
        if (wish.Each is not null || wish.Grid is not null)
        {
            string option = wish.Each is null ? "--grid" : "--each";
            throw new BadInputException(
                $"{generator.Recipe.Name} makes items of {generator.Item}, not images: {option} means nothing to it; give --count, and --out with .csv");
        }

        string[] extensions = pictures.ArePoints ? [".csv", ".png"] : [".csv"];
        string[] paths = wish.Out is null
            ? [.. extensions.Select(extension => Beside(generator, extension))]
            : [Destination.File(wish.Out, surroundings.CurrentDirectory, extensions)];
        generator.Describe(surroundings.Output);
        var points = generator.MakeAll(generator.Noise(wish.Noise, wish.Count ?? Usual(generator).Places, surroundings.Output), stop);
        foreach (string path in paths)
        {
            if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                ItemCsv.Save(path, points);
            else
                PngWriter.Save(path, pictures.Scatter(default, points.Values.Span));
            Wrote(path, notNumbers: 0);
        }
    }

    private void Wrote(string path, long notNumbers)
    {
        HeadingText.Line(surroundings.Output, "wrote", RunPaths.Short(path));
        if (notNumbers > 0)
            HeadingText.Line(surroundings.Output, "", $"{Figures.Count(notNumbers)} pixels are not a number and show as magenta: the generator has diverged");
    }

    private string Beside(LoadedGenerator generator, string extension) => Path.Combine(
        generator.Folder,
        string.Create(CultureInfo.InvariantCulture, $"generated-seed-{wish.Noise.Seed ?? generator.Recipe.Run.Seed}{extension}"));

    private static SheetGrid Usual(LoadedGenerator generator) => new(generator.Recipe.Samples.Rows, generator.Recipe.Samples.Columns);
}
