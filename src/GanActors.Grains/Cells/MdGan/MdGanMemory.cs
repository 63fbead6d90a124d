using System.Collections.Immutable;
using GanActors.Cells;

namespace GanActors.Grains.Cells.MdGan;

/// <summary>What one generator against many discriminators needs to know beside the networks to go on.</summary>
/// <param name="Data">What the shards are, in words, so that the group is not resumed on other data.</param>
/// <param name="Iterations">Iterations done.</param>
/// <param name="Rows">The figures of the last epoch.</param>
internal sealed record MdGanMemory(string Data, long Iterations, ImmutableArray<CellRow> Rows);
