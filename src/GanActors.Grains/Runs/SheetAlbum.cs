using System.Globalization;
using GanActors.Pictures;

namespace GanActors.Grains.Runs;

/// <summary>The sample sheets of a run, to be seen together when it ends: as a contact sheet, and one after the other.</summary>
/// <remarks>Sheets are read back from their files: a run may draw more of them than memory should hold.</remarks>
internal sealed class SheetAlbum(string folder, string recipe, bool byEpochs)
{
    private const int MostOnContactSheet = 12, MostFrames = 120;

    /// <summary>Bytes of all frames before they are packed: what is encoded within a second or two.</summary>
    private const long MostBytes = 48_000_000;

    private readonly List<KeptSheet> _sheets = [];

    /// <summary>Every sheet so far, oldest first.</summary>
    public IReadOnlyList<KeptSheet> Sheets => _sheets;

    /// <summary>A sheet was written.</summary>
    public void Add(KeptSheet sheet) => _sheets.Add(sheet);

    /// <summary>Writes both pictures, if there are sheets enough to compare.</summary>
    public void Write(string contactSheet, string animation)
    {
        // Whoever removed a sheet while the run went on does not want to see it.
        var there = _sheets.Where(sheet => File.Exists(PathOf(sheet))).ToList();
        if (there.Count < 2)
            return;

        // The untrained generator's noise tells nothing that the others do not, unless there is only one of them.
        var trained = there.Where(sheet => sheet.Iterations > 0).ToList();
        PngWriter.Save(contactSheet, new ContactSheet { Title = $"{recipe}: always from the same noise" }
            .Draw([.. Evenly(trained.Count < 2 ? there : trained, MostOnContactSheet).Select(Read)]));

        int most = Math.Min(MostFrames, TimeLapse.FramesWithin(MostBytes, Read(there[^1]).Picture));
        ApngWriter.Save(animation, new TimeLapse().Frames([.. Evenly(there, most).Select(Read)]));
    }

    private LabelledSheet Read(KeptSheet sheet) => new(
        byEpochs ? string.Create(CultureInfo.InvariantCulture, $"epoch {sheet.Epochs:#,0}") : string.Create(CultureInfo.InvariantCulture, $"iteration {sheet.Iterations:#,0}"),
        PngDecoder.Decode(File.ReadAllBytes(PathOf(sheet))).Pixels);

    private string PathOf(KeptSheet sheet) => Path.Combine(folder, sheet.File);

    /// <summary>At most so many of a list, all equally far apart, the last among them.</summary>
    private static IEnumerable<T> Evenly<T>(List<T> all, int most)
    {
        int apart = (all.Count + most - 1) / most;
        return all.Where((_, index) => (all.Count - 1 - index) % apart == 0);
    }
}

/// <summary>A sheet that was written.</summary>
/// <param name="File">Its name in the folder of sheets.</param>
/// <param name="Iterations">Iterations done when it was drawn.</param>
/// <param name="Epochs">Whole epochs done by then.</param>
internal sealed record KeptSheet(string File, long Iterations, long Epochs);
