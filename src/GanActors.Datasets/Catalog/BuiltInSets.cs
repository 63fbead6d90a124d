using GanActors.Networks;

namespace GanActors.Datasets;

/// <summary>The data sets that are drawn, not read.</summary>
internal static class BuiltInSets
{
    private const ulong Seed = 0x67616E_6461746A; // Fixed: the sets are the same in every run.
    private const int Points = 100_000;

    // As many as in "PacGAN" (Lin et al., 2018).
    private const int Stacks = 128_000;
    private const int HeldOutDigits = 10_000;

    public static DatasetEntry Digits { get; } = new(
        "digits", "handwritten-like digits, drawn stroke by stroke", new Shape(1, DrawnDigits.Side, DrawnDigits.Side), DrawnDigits.DefaultCount, 10,
        "built in; any number of them (limit)");

    public static DatasetEntry Ring { get; } = new(
        "ring", Mixture.Ring.ToString(), new Shape(2), Points, Mixture.Ring.Centres.Length, "built in");

    public static DatasetEntry Grid { get; } = new(
        "grid", Mixture.Grid.ToString(), new Shape(2), Points, Mixture.Grid.Centres.Length, "built in");

    /// <summary>Made from digits of another set, which must be at hand.</summary>
    public static DatasetEntry StackedMnist { get; } = new(
        "stacked-mnist", "three random digits of mnist as the channels of an image: 1,000 modes",
        new Shape(StackedDataset.Channels, PublishedIdx.Mnist.Side, PublishedIdx.Mnist.Side), Stacks, 0, "made from mnist; any number of them (limit)");

    /// <summary>Stacks digits, as many as wanted or the usual number.</summary>
    public static IDataset Stack(IDataset digits, int? count) =>
        new StackedDataset(StackedMnist.Name, digits, count ?? Stacks, Seed, index: 3);

    /// <summary>Digits that no run has seen: drawn like the others, by other numbers.</summary>
    public static IDataset DrawHeldOutDigits() => DrawnDigits.Draw(HeldOutDigits, Seed, index: 4);

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
