using System.Globalization;
using GanActors.Pictures;

namespace GanActors.Grains.Runs;

/// <summary>The sample sheets of a run, to be seen together when it ends: as a contact sheet, and one after the other.</summary>
/// <remarks>Sheets are read back from their files: a run may draw more of them than memory should hold.</remarks>
internal sealed class SheetAlbum(string recipe, bool byEpochs)
{
    private const int MostOnContactSheet = 12, MostFrames = 120;

    /// <summary>Bytes of all frames before they are packed: what is encoded within a second or two.</summary>
    private const long MostBytes = 48_000_000;

    private readonly List<(string Path, string Label, long Iterations)> _sheets = [];

    /// <summary>A sheet was written.</summary>
    public void Add(string path, long iterations, long epochs) => _sheets.Add((
        path,
        byEpochs ? string.Create(CultureInfo.InvariantCulture, $"epoch {epochs:#,0}") : string.Create(CultureInfo.InvariantCulture, $"iteration {iterations:#,0}"),
        iterations));

    /// <summary>Writes both pictures, if there are sheets enough to compare.</summary>
    public void Write(string contactSheet, string animation)
    {
        // Whoever removed a sheet while the run went on does not want to see it.
        var there = _sheets.Where(sheet => File.Exists(sheet.Path)).ToList();
        if (there.Count < 2)
            return;

        // The untrained generator's noise tells nothing that the others do not, unless there is only one of them.
        var trained = there.Where(sheet => sheet.Iterations > 0).ToList();
        PngWriter.Save(contactSheet, new ContactSheet { Title = $"{recipe}: always from the same noise" }
            .Draw([.. Evenly(trained.Count < 2 ? there : trained, MostOnContactSheet).Select(Read)]));

        int most = Math.Min(MostFrames, TimeLapse.FramesWithin(MostBytes, Read(there[^1]).Picture));
        ApngWriter.Save(animation, new TimeLapse().Frames([.. Evenly(there, most).Select(Read)]));
    }

    private static LabelledSheet Read((string Path, string Label, long Iterations) sheet) =>
        new(sheet.Label, PngDecoder.Decode(File.ReadAllBytes(sheet.Path)).Pixels);

    /// <summary>At most so many of a list, all equally far apart, the last among them.</summary>
    private static IEnumerable<T> Evenly<T>(List<T> all, int most)
    {
        int apart = (all.Count + most - 1) / most;
        return all.Where((_, index) => (all.Count - 1 - index) % apart == 0);
    }
}
