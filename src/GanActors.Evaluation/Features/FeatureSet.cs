using GanActors.Runs;

namespace GanActors.Evaluation.Features;

/// <summary>
/// What an extractor makes of some items. It remembers which extractor: sets of two extractors never meet in one figure.
/// </summary>
public sealed class FeatureSet
{
    /// <summary>Features over memory that is handed over: nobody may change it any more.</summary>
    /// <param name="extractor">What made them.</param>
    /// <param name="dimension">Features of an item.</param>
    /// <param name="values"><c>[items, dimension]</c>, at least one item, all finite.</param>
    /// <exception cref="ArgumentException">There is no item, part of one, or a number that is not finite.</exception>
    public FeatureSet(ExtractorId extractor, int dimension, ReadOnlyMemory<float> values)
    {
        ArgumentNullException.ThrowIfNull(extractor);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (values.IsEmpty || values.Length % dimension != 0)
            throw new ArgumentException($"{values.Length} numbers are not a whole number of items of {dimension} features, at least one.", nameof(values));
        foreach (float value in values.Span)
        {
            if (!float.IsFinite(value))
                throw new ArgumentException("A feature is not finite.", nameof(values));
        }

        Extractor = extractor;
        Dimension = dimension;
        Values = values;
    }

    /// <summary>What made them.</summary>
    public ExtractorId Extractor { get; }

    /// <summary>Features of an item.</summary>
    public int Dimension { get; }

    /// <summary>All of them, <c>[items, dimension]</c>.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>How many items.</summary>
    public int Count => Values.Length / Dimension;

    /// <summary>Those of an item.</summary>
    public ReadOnlySpan<float> this[int item] => Values.Span.Slice(item * Dimension, Dimension);

    /// <summary>Some of the items, over the same memory.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    public FeatureSet Slice(int first, int count) => new(Extractor, Dimension, Values.Slice(first * Dimension, count * Dimension));

    /// <summary>Refuses to be compared with what another extractor made.</summary>
    /// <exception cref="MixedExtractorsException">It did.</exception>
    internal void RequireSameExtractor(FeatureSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        MixedExtractorsException.Require(Extractor, other.Extractor);
        if (Dimension != other.Dimension)
            throw new ArgumentException($"{Dimension} and {other.Dimension} features of one extractor; they cannot both be whole.", nameof(other));
    }
}
