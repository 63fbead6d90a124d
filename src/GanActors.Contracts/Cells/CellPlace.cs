using System.Globalization;

namespace GanActors.Cells;

/// <summary>Where a cell is on its grid.</summary>
/// <param name="Row">From 0, at the top.</param>
/// <param name="Column">From 0, at the left.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.place")]
public readonly record struct CellPlace(int Row, int Column)
{
    /// <summary>Row and column, as files and checkpoints name the cell: <c>0-2</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Row}-{Column}");
}
