namespace GanActors.Datasets;

/// <summary>What every data set in memory does alike with its labels and limits.</summary>
internal static class Labels
{
    public static void Gather(IDataset dataset, ReadOnlySpan<byte> labels, ReadOnlySpan<int> items, Span<byte> destination)
    {
        if (dataset.Classes == 0)
            throw new InvalidOperationException($"{dataset.Name} has no labels.");
        if (destination.Length < items.Length)
            throw new ArgumentException($"{items.Length} labels do not fit {destination.Length} bytes.", nameof(destination));
        for (int i = 0; i < items.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)items[i], (uint)labels.Length, nameof(items));
            destination[i] = labels[items[i]];
        }
    }

    public static int CheckedLimit(IDataset dataset, int count) => count >= 1 && count <= dataset.Count
        ? count
        : throw new DatasetException(
            $"{dataset.Name}: limit {Wording.Number(count)} is not in 1 .. {Wording.Number(dataset.Count)}, the items there are.");
}
