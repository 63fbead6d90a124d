using GanActors.Randomness;

namespace GanActors.Datasets;

/// <summary>
/// The real batches of a run, numbered from 0 over all epochs. A batch is a pure function of data set, batch size, seed and number: it can be
/// had again, or out of order, after any crash. Every epoch is a new permutation of the items; what is left of it after the last
/// whole batch is skipped.
/// </summary>
/// <remarks>Has one owner, for it keeps the order of an epoch and the numbers of a batch's items between calls. Reading allocates nothing.</remarks>
public sealed class RealBatches
{
    private readonly PixelRange _range;
    private readonly int[] _items;
    private readonly TabulatedPermutation _order;
    private readonly bool _flip;
    private readonly int _width;
    private long _epoch;

    /// <summary>The batches of one run.</summary>
    /// <param name="dataset">What they are drawn from.</param>
    /// <param name="batch">Items in a batch.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="range">Where the pixels of images go; [-1, 1] if not given. Points stay as they are.</param>
    /// <param name="flip">Whether images are mirrored left to right, each with probability one half, drawn anew for every item and epoch.</param>
    /// <exception cref="DatasetException">
    /// The data set has fewer items than a batch, <paramref name="batch"/> is less than 1, or what is to be mirrored is no image.
    /// </exception>
    public RealBatches(IDataset dataset, int batch, ulong seed, PixelRange? range = null, bool flip = false)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (batch < 1 || batch > dataset.Count)
        {
            throw new DatasetException(
                $"{dataset.Name}: a batch of {Wording.Number(batch)} cannot be drawn from {Wording.Amount(dataset.Count, "item")}; "
                + $"it must be in 1 .. {Wording.Number(dataset.Count)}.");
        }

        if (flip && !dataset.Item.IsImage)
            throw new DatasetException($"{dataset.Name}: only pictures can be flipped, and an item is {dataset.Item}.");
        Dataset = dataset;
        Batch = batch;
        Seed = seed;
        BatchesPerEpoch = dataset.Count / batch;
        _range = range ?? PixelRange.Signed;
        _flip = flip;
        _width = dataset.Item.Dimensions[^1];
        _items = new int[batch];
        _order = new TabulatedPermutation(Shuffle(0), dataset.Count);
    }

    /// <summary>What the batches are drawn from.</summary>
    public IDataset Dataset { get; }

    /// <summary>Items in a batch.</summary>
    public int Batch { get; }

    /// <summary>The run's seed.</summary>
    public ulong Seed { get; }

    /// <summary>Whole batches in an epoch; at least 1.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>The epoch that a batch belongs to, counted from 0.</summary>
    public long EpochOf(long ordinal) => ordinal / BatchesPerEpoch;

    /// <summary>Reads a batch.</summary>
    /// <param name="ordinal">Its number, counted from 0 over the whole run.</param>
    /// <param name="destination"><c>[batch, ..item]</c>: exactly as long.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void Read(long ordinal, Span<float> destination)
    {
        Choose(ordinal, destination);
        Gather(destination);
    }

    /// <summary>Reads a batch and its labels.</summary>
    /// <param name="ordinal">Its number, counted from 0 over the whole run.</param>
    /// <param name="destination"><c>[batch, ..item]</c>: exactly as long.</param>
    /// <param name="labels">One byte an item.</param>
    /// <exception cref="ArgumentException">A destination has another length.</exception>
    /// <exception cref="InvalidOperationException">The data set has no labels.</exception>
    public void Read(long ordinal, Span<float> destination, Span<byte> labels)
    {
        if (labels.Length != Batch)
            throw new ArgumentException($"A batch has {Batch} labels; the destination has room for {labels.Length}.", nameof(labels));
        Choose(ordinal, destination);
        Gather(destination);
        Dataset.GatherLabels(_items, labels);
    }

    private void Gather(Span<float> destination)
    {
        Dataset.Gather(_items, _range, destination);
        if (!_flip)
            return;
        int size = destination.Length / _items.Length;
        for (int i = 0; i < _items.Length; i++)
        {
            if (RealFlips.Flips(Seed, _epoch, _items[i]))
                RealFlips.Mirror(destination.Slice(i * size, size), _width);
        }
    }

    private void Choose(long ordinal, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        if (destination.Length != (long)Batch * Dataset.Item.Size)
            throw new ArgumentException($"{Batch} x {Dataset.Item} are {(long)Batch * Dataset.Item.Size} values, not {destination.Length}.", nameof(destination));
        var (epoch, place) = Math.DivRem(ordinal, BatchesPerEpoch);
        if (epoch != _epoch)
            _order.Rekey(Shuffle(epoch));
        _epoch = epoch;
        _order.Read((int)place * Batch, _items);
    }

    private RandomStream Shuffle(long epoch) => new(Seed, StreamPurpose.Shuffle, 0, (ulong)epoch);
}
