using System.Collections.Immutable;
using System.Runtime.Intrinsics.X86;
using GanActors.Networks;

namespace GanActors.Datasets;

/// <summary>Images as bytes, <c>[count, channels, height, width]</c>, scaled to floats only when a batch is gathered.</summary>
public sealed class ImageDataset : IDataset
{
    private const int CacheLine = 64;
    private readonly ReadOnlyMemory<byte> _pixels;
    private readonly ReadOnlyMemory<byte> _labels;
    private readonly int _size;

    /// <summary>A data set over memory that is handed over: nobody may change it any more.</summary>
    /// <param name="name">Its name in the catalog.</param>
    /// <param name="description">Where it came from and what is missing.</param>
    /// <param name="item"><c>[channels, height, width]</c>.</param>
    /// <param name="pixels"><c>[count, channels, height, width]</c>.</param>
    /// <param name="labels">One label an image, or none at all.</param>
    /// <param name="classNames">What the labels mean; empty where there are none.</param>
    /// <exception cref="DatasetException">There is no image, or images, labels and classes do not agree.</exception>
    public ImageDataset(
        string name, string description, Shape item, ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels, ImmutableArray<string> classNames)
    {
        if (!item.IsImage)
            throw new DatasetException($"{name}: an image is [channels, height, width], not {item}.");
        _size = item.Size;
        Count = pixels.Length / _size;
        if (Count == 0 || pixels.Length % _size != 0)
            throw new DatasetException($"{name}: {pixels.Length} bytes are not a whole number of images of {item}, at least one.");
        if (labels.Length != (classNames.IsEmpty ? 0 : Count))
            throw new DatasetException($"{name}: {Count} images and {labels.Length} labels; there must be one label an image.");
        foreach (byte label in labels.Span)
        {
            if (label >= classNames.Length)
                throw new DatasetException($"{name}: label {label} does not name one of {classNames.Length} classes.");
        }

        Name = name;
        Description = description;
        Item = item;
        ClassNames = classNames;
        _pixels = pixels;
        _labels = labels;
    }

    private ImageDataset(ImageDataset whole, int count)
    {
        Name = whole.Name;
        Description = Wording.FirstOf(whole, count);
        Item = whole.Item;
        ClassNames = whole.ClassNames;
        Count = count;
        _size = whole._size;
        _pixels = whole._pixels[..(count * _size)];
        _labels = whole._labels.IsEmpty ? default : whole._labels[..count];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public Shape Item { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int Classes => ClassNames.Length;

    /// <inheritdoc/>
    public ImmutableArray<string> ClassNames { get; }

    /// <summary>One image's bytes, <c>[channels, height, width]</c>.</summary>
    public ReadOnlySpan<byte> Pixels(int item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)item, (uint)Count, nameof(item));
        return _pixels.Span.Slice(item * _size, _size);
    }

    /// <inheritdoc/>
    public void Gather(ReadOnlySpan<int> items, PixelRange range, Span<float> destination)
    {
        if (destination.Length < (long)items.Length * _size)
            throw new ArgumentException($"{items.Length} images of {Item} do not fit {destination.Length} values.", nameof(destination));
        var pixels = _pixels.Span;
        for (int i = 0; i < items.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)items[i], (uint)Count, nameof(items));
            // The next image lies anywhere in memory; asked for now, it is there when its turn comes.
            if (i + 1 < items.Length)
                Prefetch(pixels, items[i + 1]);
            PixelScaling.Scale(pixels.Slice(items[i] * _size, _size), range, destination);
            destination = destination[_size..];
        }
    }

    /// <inheritdoc/>
    public void GatherLabels(ReadOnlySpan<int> items, Span<byte> destination) => Labels.Gather(this, _labels.Span, items, destination);

    /// <inheritdoc/>
    public IDataset Take(int count) => count == Count ? this : new ImageDataset(this, Labels.CheckedLimit(this, count));

    private unsafe void Prefetch(ReadOnlySpan<byte> pixels, int item)
    {
        if (!Sse.IsSupported || (uint)item >= (uint)Count)
            return;
        fixed (byte* first = pixels)
        {
            byte* image = first + ((long)item * _size);
            for (int line = 0; line < _size; line += CacheLine)
                Sse.Prefetch0(image + line);
        }
    }
}
