using System.Globalization;
using System.Text;
using GanActors.Duel;
using GanActors.Exchange;
using GanActors.Files;
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
    private const string Samples = "samples";

    private readonly RunOrder _order;
    private readonly Shape _item;
    private readonly RunPictures _pictures;
    private readonly MetricsCsv _metrics;
    private readonly FileStream _timings;
    private readonly Course _course;
    private readonly SheetAlbum _album;
    private long _plotted;

    private RunFolder(RunOrder order, Shape item, RunMemory? memory, Course course)
    {
        _order = order;
        _item = item;
        _course = course;
        _pictures = new RunPictures(order.Recipe, item);
        _album = new SheetAlbum(PathOf(Samples), order.Recipe.Name, order.Recipe.Samples.EveryEpochs is not null);
        foreach (var sheet in memory?.Sheets ?? [])
            _album.Add(sheet);
        Directory.CreateDirectory(PathOf(Samples));
        RemoveOtherSheets();
        File.Delete(PathOf(RunFiles.Summary));
        WholeFile.Write(PathOf(RunFiles.Recipe), order.RecipeYaml);
        _metrics = new MetricsCsv(PathOf(RunFiles.Metrics), memory?.MetricsBytes);
        try
        {
            _timings = CsvFile.Open(PathOf("timings.csv"), "iteration,elapsed_seconds,iterations_per_second", memory?.TimingsBytes);
        }
        catch
        {
            _metrics.Dispose();
            throw;
        }
    }

    /// <summary>How many items a sheet shows.</summary>
    public int SheetCount => _pictures.Count;

    /// <summary>The figures so far.</summary>
    public Course Course => _course;

    /// <summary>The sheets so far, oldest first.</summary>
    public IReadOnlyList<KeptSheet> Sheets => _album.Sheets;

    // Of runs that somebody else paces, few go to their end, and nobody looks at all of them: the others are not drawn.
    private bool IsOneOfMany => _order.Until is not null;

    /// <summary>Whether a folder holds a run.</summary>
    public static bool HoldsRun(string folder) => File.Exists(Path.Combine(folder, RunFiles.Recipe)) || File.Exists(Path.Combine(folder, RunFiles.Metrics));

    /// <summary>Opens the folder of a run at its beginning, or as it was at a checkpoint: whatever came after that is taken out.</summary>
    /// <param name="order">The run.</param>
    /// <param name="item">Shape of the data's items.</param>
    /// <param name="memory">The checkpoint's; null at the beginning.</param>
    /// <param name="course">The figures by then.</param>
    /// <exception cref="IOException">The folder cannot be written, or is not that of the checkpoint.</exception>
    public static RunFolder Open(RunOrder order, Shape item, RunMemory? memory, Course course) => new(order, item, memory, course);

    /// <summary>Keeps a row for the plots.</summary>
    public void Keep(MetricsRow row) => _course.Keep(row);

    /// <summary>Writes a row of <c>metrics.csv</c>.</summary>
    public void Write(MetricsRow row) => _metrics.Write(row);

    /// <summary>Writes a row of <c>timings.csv</c>, and hands what is written so far to the operating system.</summary>
    public void WriteTiming(long iteration, Pace pace)
    {
        _timings.Write(Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{iteration},{pace.Elapsed.TotalSeconds:F3},{pace.PerSecond:F2}\n")));
        _timings.Flush();
        _metrics.Flush();
    }

    /// <summary>Brings the figures to the disk.</summary>
    /// <returns>Bytes of <c>metrics.csv</c> and of <c>timings.csv</c>.</returns>
    public (long Metrics, long Timings) FlushToDisk() => (_metrics.FlushToDisk(), CsvFile.FlushToDisk(_timings));

    /// <summary>Draws real items, to compare the sheets with.</summary>
    public Task DrawReal(Batch items) => Task.Run(() => PngWriter.Save(PathOf("real.png"), _pictures.Real(items)));

    /// <summary>The name of the sheet that is drawn after so many iterations and whole epochs.</summary>
    public string SheetName(long iterations, long epochs) => _order.Recipe.Samples.EveryEpochs is null
        ? string.Create(CultureInfo.InvariantCulture, $"iteration-{iterations:D6}.png")
        : string.Create(CultureInfo.InvariantCulture, $"epoch-{epochs:D4}.png");

    /// <summary>Whether the newest sheet has this name.</summary>
    public bool HasSheet(string name) => _album.Sheets is [.., var last] && last.File == name;

    /// <summary>Draws a sample sheet, and the plots so far.</summary>
    /// <returns>The sheet's full path.</returns>
    public async Task<string> DrawSheet(Batch items, long iterations, long epochs)
    {
        string name = SheetName(iterations, epochs);
        string path = PathOf(Samples, name);
        await Task.Run(() =>
        {
            PngWriter.Save(path, _pictures.Sheet(items));
            _album.Add(new KeptSheet(name, iterations, epochs));
            if (iterations > 0 && !IsOneOfMany)
                DrawPlots();
        });
        return path;
    }

    /// <summary>Keeps the generator, whole or not at all, in a file that suffices to use it without the run.</summary>
    public Task KeepGenerator(GeneratorWeights weights, long iterations) => Task.Run(() => GeneratorFile.Save(
        PathOf(GeneratorFile.Name), TrainedGenerator.Of(_order.Recipe, _order.RecipeYaml, _item, iterations, weights)));

    /// <summary>Closes the run: the last plots, its sheets together and <c>summary.json</c>.</summary>
    public async Task Finish(RunSummary summary)
    {
        _metrics.Flush();
        if (!IsOneOfMany || summary.State != RunState.Stopped)
            await Task.Run(DrawAll);
        WholeFile.Write(PathOf(RunFiles.Summary), SummaryJson.Of(_order, summary));

        void DrawAll()
        {
            DrawPlots();
            _album.Write(PathOf("contact-sheet.png"), PathOf("samples.apng"));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _metrics.Dispose();
        }
        finally
        {
            _timings.Dispose();
        }
    }

    // Sheets that were drawn after the checkpoint are drawn again, or belong to an end that is none now.
    private void RemoveOtherSheets()
    {
        var known = _album.Sheets.Select(sheet => sheet.File).ToHashSet();
        foreach (string file in Directory.EnumerateFiles(PathOf(Samples)))
        {
            string name = Path.GetFileName(file);
            bool ours = name.StartsWith("iteration-", StringComparison.Ordinal) || name.StartsWith("epoch-", StringComparison.Ordinal);
            if (ours && name.EndsWith(".png", StringComparison.Ordinal) && !known.Contains(name))
                File.Delete(file);
        }
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
