using System.Text;
using System.Text.Json;
using GanActors.Cli.Generation;
using GanActors.Cli.Rendering;
using GanActors.Datasets;
using GanActors.Engines.Cpu;
using GanActors.Evaluation;
using GanActors.Evaluation.Extractors;
using GanActors.Exchange;
using GanActors.Files;
using GanActors.Networks;
using GanActors.Runs;
using GanActors.Server.Runs;

namespace GanActors.Cli.Evaluation;

/// <summary>What the user of <c>evaluate</c> asked for.</summary>
/// <param name="Source">A run or a file.</param>
/// <param name="Weights">Null for the average if there is one.</param>
/// <param name="Samples">Null for as many as are usual for the data.</param>
/// <param name="Seed">Where the noise starts; null for the run's own.</param>
/// <param name="Data">The data directory, if named.</param>
/// <param name="Json">The object that is kept instead of a table.</param>
internal sealed record EvaluateWish(string Source, WeightsKind? Weights, int? Samples, ulong? Seed, string? Data, bool Json);

/// <summary>One <c>evaluate</c>, from the wish to the file.</summary>
internal sealed class EvaluateSession(EvaluateWish wish, Surroundings surroundings)
{
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var people = wish.Json ? surroundings.Error : surroundings.Output;
        using var generator = LoadedGenerator.Open(wish.Source, wish.Weights, surroundings.CurrentDirectory);
        var catalog = surroundings.Catalog(wish.Data);
        var (data, heldOut) = await LoadAsync(generator, catalog, people, stop);
        generator.Describe(people);
        int samples = wish.Samples ?? GeneratorEvaluator.UsualSamples(data);
        var report = await Task.Run(() => Evaluate(generator, data, heldOut, catalog, samples, people, stop), stop);

        var evaluated = new EvaluatedGenerator(generator.Recipe.Name, generator.Trained.Iteration, generator.Weights, wish.Seed ?? generator.Recipe.Run.Seed);
        byte[] json = Json(evaluated, report, indented: true);
        if (wish.Json)
            surroundings.Out.WriteLine(Encoding.UTF8.GetString(Json(evaluated, report, indented: false)));
        else
            EvaluationTable.Write(people, report);
        if (IsOfRun(generator.Path))
        {
            string path = Path.Combine(generator.Folder, EvaluationJson.FileName);
            WholeFile.Write(path, [.. json, (byte)'\n']);
            HeadingText.Line(people, "wrote", RunPaths.Short(path));
        }

        return ExitCode.Done;
    }

    private static async Task<(IDataset Data, IDataset? HeldOut)> LoadAsync(
        LoadedGenerator generator, DatasetCatalog catalog, Spectre.Console.IAnsiConsole people, CancellationToken stop)
    {
        using var progress = new LoadLine(people);
        var data = await catalog.LoadAsync(generator.Recipe.Data, progress, stop);
        if (data.Item != generator.Item)
        {
            throw new BadInputException(
                $"{RunPaths.Short(generator.Path)} makes items of {generator.Item}, but those of {data.Name} are {data.Item}; it was trained on other data");
        }

        return GeneratorEvaluator.CanMeasure(data)
            ? (data, await catalog.LoadHeldOutAsync(generator.Recipe.Data, stop))
            : throw new BadInputException($"{data.Name}: there are figures for images and for ring and grid, not for items of {data.Item}");
    }

    private EvaluationReport Evaluate(
        LoadedGenerator generator, IDataset data, IDataset? heldOut, DatasetCatalog catalog, int samples, Spectre.Console.IAnsiConsole people, CancellationToken stop)
    {
        var noise = generator.Noise(new NoiseWish(wish.Seed, null, null), samples, people);
        using var line = new EvaluationLine(people);
        using var device = new CpuDevice(Environment.ProcessorCount);
        var range = new PixelRange(generator.Recipe.Data.Low, generator.Recipe.Data.High);
        using var evaluator = GeneratorEvaluator.Open(device, data, heldOut, range, new ExtractorLibrary(catalog.Directory.ExtractorFolders), line, stop);
        try
        {
            return evaluator.Evaluate(generator.Make(noise, stop), samples, line, stop);
        }
        catch (DivergedGeneratorException fault)
        {
            throw new BadInputException($"{RunPaths.Short(generator.Path)}: {fault.Message}");
        }
    }

    // A file that was put somewhere else is nobody's folder to write to.
    private static bool IsOfRun(string path) =>
        Path.GetFileName(path) == GeneratorFile.Name && File.Exists(Path.Combine(Path.GetDirectoryName(path)!, RunFiles.Recipe));

    private static byte[] Json(EvaluatedGenerator evaluated, EvaluationReport report, bool indented)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = indented, NewLine = "\n" }))
            EvaluationJson.Write(json, evaluated, report);
        return stream.ToArray();
    }
}
