using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using GanActors.Datasets;
using GanActors.Networks;
using GanActors.Randomness;

namespace GanActors.Grains.Cells;

/// <summary>Some items of a data set, as a data set of their own over the same memory.</summary>
internal sealed class DataPart : IDataset
{
    private readonly IDataset _whole;
    private readonly int[] _items;

    private DataPart(IDataset whole, int[] items)
    {
        _whole = whole;
        _items = items;
    }

    /// <inheritdoc/>
    public string Name => _whole.Name;

    /// <inheritdoc/>
    public string Description => string.Create(CultureInfo.InvariantCulture, $"{_items.Length:N0} drawn from {_whole.Description}");

    /// <inheritdoc/>
    public Shape Item => _whole.Item;

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public int Classes => _whole.Classes;

    /// <inheritdoc/>
    public ImmutableArray<string> ClassNames => _whole.ClassNames;

    /// <summary>A share of the items, drawn without replacement; the data themselves for all of them.</summary>
    /// <param name="whole">The data.</param>
    /// <param name="share">Above 0, at most 1.</param>
    /// <param name="seed">Of the one whose share it is.</param>
    public static IDataset Share(IDataset whole, float share, ulong seed) =>
        share >= 1f ? whole : new DataPart(whole, Shuffled(whole, seed, first: 0, Math.Max(1, (int)(share * (double)whole.Count))));

    /// <summary>One of several parts of equal size that have no item in common; what is left over is in none.</summary>
    /// <param name="whole">The data.</param>
    /// <param name="part">Which, from 0.</param>
    /// <param name="parts">How many there are.</param>
    /// <param name="seed">The same for all.</param>
    public static IDataset Shard(IDataset whole, int part, int parts, ulong seed)
    {
        int count = whole.Count / parts;
        return count > 0
            ? new DataPart(whole, Shuffled(whole, seed, part * count, count))
            : throw new DatasetException($"{whole.Name}: {whole.Count} items do not make {parts} parts.");
    }

    /// <inheritdoc/>
    public void Gather(ReadOnlySpan<int> items, PixelRange range, Span<float> destination)
    {
        int[] places = Places(items);
        _whole.Gather(places.AsSpan(0, items.Length), range, destination);
        ArrayPool<int>.Shared.Return(places);
    }

    /// <inheritdoc/>
    public void GatherLabels(ReadOnlySpan<int> items, Span<byte> destination)
    {
        int[] places = Places(items);
        _whole.GatherLabels(places.AsSpan(0, items.Length), destination);
        ArrayPool<int>.Shared.Return(places);
    }

    /// <inheritdoc/>
    public IDataset Take(int count) => count >= 1 && count <= Count
        ? new DataPart(_whole, _items[..count])
        : throw new DatasetException($"{Name}: {count} items cannot be taken from {Count}.");

    private static int[] Shuffled(IDataset whole, ulong seed, int first, int count)
    {
        var order = new KeyedPermutation(new RandomStream(seed, StreamPurpose.Members, 1, 0), whole.Count);
        return [.. Enumerable.Range(first, count).Select(place => order[place])];
    }

    private int[] Places(ReadOnlySpan<int> items)
    {
        int[] places = ArrayPool<int>.Shared.Rent(items.Length);
        for (int i = 0; i < items.Length; i++)
            places[i] = _items[items[i]];
        return places;
    }
}
