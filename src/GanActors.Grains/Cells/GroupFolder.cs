using System.Globalization;
using GanActors.Cells;
using GanActors.Exchange;
using GanActors.Files;
using GanActors.Pictures;
using GanActors.Runs;

namespace GanActors.Grains.Cells;

/// <summary>
/// What a group leaves behind, in one folder: the resolved file, figures, sheets, generators and a summary. Of all members in lock step nothing in it depends on the
/// clock, but <c>timings.csv</c>, <c>events.jsonl</c> and the summary.
/// </summary>
internal sealed class GroupFolder : IDisposable
{
    /// <summary>The resolved file; a folder with one holds a group.</summary>
    public const string SpecName = "group.yaml";

    private const string Samples = "samples";

    private readonly string _folder;
    private readonly GroupTable _rows, _timings, _mixtures;

    /// <summary>Opens the folder at the beginning, or after so many epochs: what came later is taken out.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="spec">The group.</param>
    /// <param name="epoch">Epochs that all members have done.</param>
    /// <param name="keep">Which rows are still true.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public GroupFolder(string folder, GroupSpec spec, long epoch, Func<long, CellPlace, bool> keep)
    {
        _folder = folder;
        Directory.CreateDirectory(PathOf(Samples));
        foreach (string sheet in Directory.EnumerateFiles(PathOf(Samples), "epoch-*.png").Where(sheet => EpochOf(sheet) > epoch))
            File.Delete(sheet);
        File.Delete(PathOf(RunFiles.Summary));
        WholeFile.Write(PathOf(SpecName), CellsWriter.Write(spec));
        _rows = new GroupTable(
            PathOf("cells.csv"),
            "generator_loss,discriminator_loss,generator_fitness,discriminator_fitness,generator_lr,discriminator_lr,generator_from,discriminator_from,generator_replaced,discriminator_replaced",
            keep);
        _timings = new GroupTable(PathOf("timings.csv"), "seconds", keep);
        _mixtures = new GroupTable(PathOf("mixtures.csv"), "weights,kid,even_kid,own_kid,fid,own_fid,extractor", keep);
    }

    /// <summary>Whether a folder holds a group.</summary>
    public static bool HoldsGroup(string folder) => File.Exists(Path.Combine(folder, SpecName));

    /// <summary>Refuses to go on with another group than the one that the folder holds; only its length may be another.</summary>
    /// <exception cref="IOException">It is another; the message names the first line that differs.</exception>
    public static void RequireSame(string folder, GroupSpec spec)
    {
        string path = Path.Combine(folder, SpecName);
        if (!File.Exists(path))
            return;
        string[] before = Lines(File.ReadAllText(path)), now = Lines(CellsWriter.Write(spec));
        for (int i = 0; i < Math.Max(before.Length, now.Length); i++)
        {
            string was = before.ElementAtOrDefault(i) ?? "nothing", wanted = now.ElementAtOrDefault(i) ?? "nothing";
            if (was != wanted)
                throw new IOException($"{path} is of another group: it has '{was.Trim()}', and now it is '{wanted.Trim()}'; resume it as it was, or choose another folder.");
        }

        static string[] Lines(string text) => [.. text.Split('\n').Where(line => !line.StartsWith("epochs:", StringComparison.Ordinal))];
    }

    /// <summary>Writes the figures of an epoch of a member.</summary>
    public void Write(CellRow row)
    {
        _rows.Add(
            row.Epoch, row.Place, row.GeneratorLoss, row.DiscriminatorLoss, row.GeneratorFitness, row.DiscriminatorFitness,
            row.GeneratorLearningRate, row.DiscriminatorLearningRate, row.GeneratorFrom, row.DiscriminatorFrom, row.GeneratorReplaced, row.DiscriminatorReplaced);
        _timings.Add(row.Epoch, row.Place, Math.Round(row.Seconds, 3));
    }

    /// <summary>Writes a mixture.</summary>
    public void Write(CellMixture mixture) => _mixtures.Add(
        mixture.Epoch, mixture.Place,
        string.Join(' ', mixture.Weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture))),
        mixture.Kid, mixture.EvenKid, mixture.OwnKid, mixture.Fid, mixture.OwnFid, mixture.Extractor);

    /// <summary>Brings the figures to the disk.</summary>
    public void FlushToDisk()
    {
        _rows.FlushToDisk();
        _timings.FlushToDisk();
        _mixtures.FlushToDisk();
    }

    /// <summary>Keeps the sheet of an epoch.</summary>
    /// <returns>Its full path.</returns>
    public string KeepSheet(Pixmap sheet, long epoch) => Keep(sheet, Samples, string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:D4}.png"));

    /// <summary>Keeps a picture.</summary>
    /// <returns>Its full path.</returns>
    public string Keep(Pixmap picture, params ReadOnlySpan<string> name)
    {
        string path = PathOf(name);
        PngWriter.Save(path, picture);
        return path;
    }

    /// <summary>Keeps a generator in a file that suffices to use it without the run.</summary>
    public void Keep(TrainedGenerator generator, params ReadOnlySpan<string> name)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        GeneratorFile.Save(path, generator);
    }

    /// <summary>Keeps the summary.</summary>
    public void KeepSummary(string json) => WholeFile.Write(PathOf(RunFiles.Summary), json);

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _timings.Dispose();
        _mixtures.Dispose();
    }

    private static long EpochOf(string sheet) =>
        long.TryParse(Path.GetFileNameWithoutExtension(sheet)["epoch-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out long epoch) ? epoch : 0;

    private string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([_folder, .. parts]);
}
