using System.Globalization;
using System.Text;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Exchange;
using GanActors.Networks;
using GanActors.Pictures;
using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>
/// What a run leaves behind, in one folder: the resolved recipe, figures, sample sheets, plots, the generator and a summary. Nothing in
/// <c>metrics.csv</c>, the pictures and the generator depends on the clock; times are kept apart in <c>timings.csv</c> and the summary.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private readonly RunOrder _order;
    private readonly Shape _item;
    private readonly RunPictures _pictures;
    private readonly MetricsCsv _metrics;
    private readonly StreamWriter _timings;
    private readonly Course _course = new();
    private readonly SheetAlbum _album;
    private string? _lastSheet;
    private long _plotted;

    private RunFolder(RunOrder order, Shape item)
    {
        _order = order;
        _item = item;
        _pictures = new RunPictures(order.Recipe, item);
        _album = new SheetAlbum(order.Recipe.Name, order.Recipe.Samples.EveryEpochs is not null);
        Directory.CreateDirectory(PathOf("samples"));
        File.WriteAllText(PathOf("recipe.yaml"), order.RecipeYaml);
        _metrics = new MetricsCsv(PathOf("metrics.csv"));
        _timings = new StreamWriter(PathOf("timings.csv"), append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        _timings.WriteLine("iteration,elapsed_seconds,iterations_per_second");
    }

    /// <summary>How many items a sheet shows.</summary>
    public int SheetCount => _pictures.Count;

    /// <summary>Opens the folder of a new run.</summary>
    /// <exception cref="IOException">The folder holds a run already, or cannot be written.</exception>
    public static RunFolder Create(RunOrder order, Shape item)
    {
        if (File.Exists(Path.Combine(order.Folder, "metrics.csv")))
            throw new IOException($"{order.Folder} holds a run already; choose another folder.");
        return new RunFolder(order, item);
    }

    /// <summary>Keeps a row for the plots.</summary>
    public void Keep(MetricsRow row) => _course.Keep(row);

    /// <summary>Writes a row of <c>metrics.csv</c>.</summary>
    public void Write(MetricsRow row) => _metrics.Write(row);

    /// <summary>Writes a row of <c>timings.csv</c>, and hands what is written so far to the operating system.</summary>
    public void WriteTiming(long iteration, Pace pace)
    {
        _timings.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{iteration},{pace.Elapsed.TotalSeconds:F3},{pace.PerSecond:F2}"));
        _timings.Flush();
        _metrics.Flush();
    }

    /// <summary>Draws real items, to compare the sheets with.</summary>
    public Task DrawReal(Batch items) => Task.Run(() => PngWriter.Save(PathOf("real.png"), _pictures.Real(items)));

    /// <summary>Draws a sample sheet, and the plots so far.</summary>
    /// <returns>The sheet's full path.</returns>
    public async Task<string> DrawSheet(Batch items, long iterations, long epochs)
    {
        string name = _order.Recipe.Samples.EveryEpochs is null
            ? string.Create(CultureInfo.InvariantCulture, $"iteration-{iterations:D6}.png")
            : string.Create(CultureInfo.InvariantCulture, $"epoch-{epochs:D4}.png");
        string path = PathOf("samples", name);
        if (path == _lastSheet)
            return path;

        _lastSheet = path;
        await Task.Run(() =>
        {
            PngWriter.Save(path, _pictures.Sheet(items));
            _album.Add(path, iterations, epochs);
            DrawPlots();
        });
        return path;
    }

    /// <summary>Keeps the generator, whole or not at all, in a file that suffices to use it without the run.</summary>
    public Task KeepGenerator(GeneratorWeights weights, long iterations) => Task.Run(() => GeneratorFile.Save(
        PathOf(GeneratorFile.Name),
        new TrainedGenerator(
            _order.Recipe,
            _order.RecipeYaml,
            _item,
            iterations,
            [.. weights.Tensors.Select(tensor => new StateTensor(tensor.Name, tensor.Values.Item, tensor.Values.Values))],
            weights.Classes)));

    /// <summary>Closes the run: the last plots, its sheets together and <c>summary.json</c>.</summary>
    public async Task Finish(RunSummary summary)
    {
        _metrics.Flush();
        await Task.Run(() =>
        {
            DrawPlots();
            _album.Write(PathOf("contact-sheet.png"), PathOf("samples.apng"));
        });
        await File.WriteAllTextAsync(PathOf("summary.json"), SummaryJson.Of(_order, summary));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _timings.Dispose();
    }

    // The end of a run asks for plots right after its last sheet did.
    private void DrawPlots()
    {
        if (_course.Iteration == _plotted)
            return;
        _plotted = _course.Iteration;
        PngWriter.Save(PathOf("losses.png"), _pictures.Losses(_course));
        PngWriter.Save(PathOf("scores.png"), _pictures.Scores(_course));
        PngWriter.Save(PathOf("accuracy.png"), _pictures.Accuracy(_course));
        PngWriter.Save(PathOf("gradients.png"), _pictures.Gradients(_course));
        PngWriter.Save(PathOf("schedule.png"), _pictures.Schedule(_course));
        if (_course.Penalised.Count > 0)
            PngWriter.Save(PathOf("penalty.png"), _pictures.Penalty(_course));
    }

    private string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([_order.Folder, .. parts]);
}
