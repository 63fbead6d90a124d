using System.Collections.Immutable;

namespace GanActors.Datasets;

/// <summary>What an IDX file holds.</summary>
/// <param name="Dimensions">Outermost first; each at least 1.</param>
/// <param name="Values">One byte an element, row-major.</param>
internal sealed record IdxArray(ImmutableArray<int> Dimensions, byte[] Values);
