using System.Globalization;
using GanActors.Duel;

namespace GanActors.Cells;

/// <summary>The keys of a group's members.</summary>
public static class MemberKeys
{
    /// <summary>A cell's: the run, row and column.</summary>
    public static string OfCell(RunId run, CellPlace place) => string.Create(CultureInfo.InvariantCulture, $"{run}/{place.Row},{place.Column}");

    /// <summary>A discriminator's of many: the run and its number, from 0.</summary>
    public static string OfShard(RunId run, int shard) => string.Create(CultureInfo.InvariantCulture, $"{run}/{shard}");
}
