using System.Collections.Immutable;
using GanActors.Networks;

namespace GanActors.Exchange;

/// <summary>How a file stores a number.</summary>
internal enum StoredType
{
    /// <summary>IEEE 754 single precision.</summary>
    F32,

    /// <summary>IEEE 754 half precision.</summary>
    F16,

    /// <summary>The upper half of a single.</summary>
    BF16,
}

/// <summary>What a header says of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">How its numbers are stored.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Begin">Where its bytes begin, from the end of the header.</param>
/// <param name="End">Where they end.</param>
internal sealed record TensorEntry(string Name, StoredType Type, Shape Shape, long Begin, long End)
{
    /// <summary>Bytes of one number.</summary>
    public int NumberSize => Type == StoredType.F32 ? 4 : 2;
}

/// <summary>A header that is checked.</summary>
/// <param name="Entries">In the order of their bytes, which leave no gap.</param>
/// <param name="Metadata">Free texts by name.</param>
internal sealed record TensorHeader(ImmutableArray<TensorEntry> Entries, ImmutableSortedDictionary<string, string> Metadata);
