using System.Collections.Immutable;
using GanActors.Engines;

namespace GanActors.Exchange;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Tensors">In the order of their data. No two have one name.</param>
/// <param name="Metadata">Free texts by name.</param>
public sealed record TensorFile(ImmutableArray<StateTensor> Tensors, ImmutableSortedDictionary<string, string> Metadata)
{
    /// <summary>The key of a header under which metadata stand; no tensor may have that name.</summary>
    internal const string MetadataKey = "__metadata__";

    /// <summary>
    /// The longest header that is read: room for some hundred thousand tensors, and no more memory than that for a header that lies.
    /// </summary>
    internal const int LongestHeader = 1 << 24;
}
