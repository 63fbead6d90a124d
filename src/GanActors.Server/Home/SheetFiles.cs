using System.Globalization;
using GanActors.Client;

namespace GanActors.Server.Home;

/// <summary>The sample sheets in a folder, known by their names.</summary>
internal static class SheetFiles
{
    /// <summary>The folder of a run's or a group's sheets.</summary>
    public const string Folder = "samples";

    /// <summary>All, oldest first.</summary>
    /// <param name="folder">The folder of a run or a group.</param>
    /// <param name="address">Where its sheets are in the API.</param>
    public static IReadOnlyList<SampleSheetRow> In(string folder, string address) =>
        [.. Names(folder).Select(sheet => new SampleSheetRow(sheet.Name, sheet.IsEpoch ? null : sheet.Number, sheet.IsEpoch ? sheet.Number : null, $"{address}/{Folder}/{sheet.Name}"))];

    /// <summary>The newest one's name; null if there is none.</summary>
    public static string? Newest(string folder) => Names(folder) is [.., var last] ? last.Name : null;

    /// <summary>Whether a text is a sheet's name, and nothing else.</summary>
    public static bool IsName(string text) => Parse(text) is not null;

    private static List<(string Name, bool IsEpoch, long Number)> Names(string folder)
    {
        string samples = Path.Combine(folder, Folder);
        if (!Directory.Exists(samples))
            return [];
        return [.. Directory.EnumerateFiles(samples, "*.png").Select(file => Parse(Path.GetFileName(file))).OfType<(string, bool, long Number)>().OrderBy(sheet => sheet.Number)];
    }

    private static (string Name, bool IsEpoch, long Number)? Parse(string name) =>
        name.Split('-', '.') is ["iteration" or "epoch", var digits, "png"] parts && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? (name, parts[0] == "epoch", number) : null;
}
