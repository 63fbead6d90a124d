using System.Collections.Immutable;
using GanActors.Networks;

namespace GanActors.Datasets;

/// <summary>
/// Real items to learn from, whole in memory. Immutable, and safe to read from any number of threads: all runs of a process share one.
/// </summary>
public interface IDataset
{
    /// <summary>The name the catalog knows it by, for example <c>mnist</c>.</summary>
    string Name { get; }

    /// <summary>Where it came from, how many items it has, and what is missing, in one or two sentences.</summary>
    string Description { get; }

    /// <summary>Shape of one item: <c>[channels, height, width]</c> of an image, <c>[2]</c> of a point.</summary>
    Shape Item { get; }

    /// <summary>How many items there are; at least 1.</summary>
    int Count { get; }

    /// <summary>How many classes the labels tell apart; 0 where there are no labels.</summary>
    int Classes { get; }

    /// <summary>What the labels mean, one name a class.</summary>
    ImmutableArray<string> ClassNames { get; }

    /// <summary>Copies items into <paramref name="destination"/>, row by row. Allocates nothing.</summary>
    /// <param name="items">Which items, each in 0 .. <see cref="Count"/> - 1.</param>
    /// <param name="range">Where the pixels of images go; points have their own units and stay as they are.</param>
    /// <param name="destination">Room for at least <c>items.Length</c> times the item's size.</param>
    /// <exception cref="ArgumentException">The destination is too small.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    void Gather(ReadOnlySpan<int> items, PixelRange range, Span<float> destination);

    /// <summary>Copies the items' labels, each in 0 .. <see cref="Classes"/> - 1. Allocates nothing.</summary>
    /// <param name="items">Which items, each in 0 .. <see cref="Count"/> - 1.</param>
    /// <param name="destination">Room for at least <c>items.Length</c> labels.</param>
    /// <exception cref="ArgumentException">The destination is too small.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    /// <exception cref="InvalidOperationException">The data set has no labels.</exception>
    void GatherLabels(ReadOnlySpan<int> items, Span<byte> destination);

    /// <summary>The first <paramref name="count"/> items as a data set of their own, over the same memory.</summary>
    /// <exception cref="DatasetException">There are fewer items, or <paramref name="count"/> is less than 1.</exception>
    IDataset Take(int count);
}
