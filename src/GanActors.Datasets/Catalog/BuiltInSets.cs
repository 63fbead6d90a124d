using GanActors.Networks;

namespace GanActors.Datasets;

/// <summary>The data sets that are drawn, not read.</summary>
internal static class BuiltInSets
{
    private const ulong Seed = 0x67616E_6461746A; // Fixed: the sets are the same in every run.
    private const int Points = 100_000;

    public static DatasetEntry Digits { get; } = new(
        "digits", "handwritten-like digits, drawn stroke by stroke", new Shape(1, DrawnDigits.Side, DrawnDigits.Side), DrawnDigits.DefaultCount, 10,
        "built in; any number of them (limit)");

    public static DatasetEntry Ring { get; } = new(
        "ring", Mixture.Ring.ToString(), new Shape(2), Points, Mixture.Ring.Centres.Length, "built in");

    public static DatasetEntry Grid { get; } = new(
        "grid", Mixture.Grid.ToString(), new Shape(2), Points, Mixture.Grid.Centres.Length, "built in");

    /// <summary>Draws a set, with <paramref name="count"/> items or its usual number.</summary>
    public static IDataset Draw(DatasetEntry entry, int? count)
    {
        int items = Math.Max(count ?? 0, entry.Count!.Value);
        if (entry == Digits)
            return DrawnDigits.Draw(items, Seed, index: 0);
        return entry == Ring
            ? new MixtureDataset(entry.Name, Mixture.Ring, items, Seed, index: 1)
            : new MixtureDataset(entry.Name, Mixture.Grid, items, Seed, index: 2);
    }
}
