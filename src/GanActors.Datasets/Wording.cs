using System.Globalization;

namespace GanActors.Datasets;

/// <summary>Numbers and lists as messages say them.</summary>
internal static class Wording
{
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Amount(long count, string thing) => $"{Number(count)} {thing}{(count == 1 ? "" : "s")}";

    public static string Amount(long count, string thing, string things) => $"{Number(count)} {(count == 1 ? thing : things)}";

    public static string FirstOf(IDataset whole, int count) => $"the first {Number(count)} of {whole.Description}";

    public static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB";
}
