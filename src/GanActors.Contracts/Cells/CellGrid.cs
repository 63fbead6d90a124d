using System.Collections.Immutable;

namespace GanActors.Cells;

/// <summary>Cells in rows and columns, and who is whose neighbour. Rows are rows and columns are columns, also where the grid is not square.</summary>
/// <param name="Rows">At least 1.</param>
/// <param name="Columns">At least 1.</param>
/// <param name="Neighbourhood">Who is a neighbour.</param>
[GenerateSerializer, Immutable, Alias("gan.cells.grid")]
public sealed record CellGrid(int Rows, int Columns, Neighbourhood Neighbourhood = Neighbourhood.VonNeumann)
{
    /// <summary>How many cells there are.</summary>
    public int Count => Rows * Columns;

    /// <summary>All cells in reading order.</summary>
    public IEnumerable<CellPlace> Cells
    {
        get
        {
            for (int index = 0; index < Count; index++)
                yield return At(index);
        }
    }

    /// <summary>The cell at a place in reading order.</summary>
    public CellPlace At(int index) => new(index / Columns, index % Columns);

    /// <summary>A cell's place in reading order.</summary>
    public int IndexOf(CellPlace cell) => (cell.Row * Columns) + cell.Column;

    /// <summary>
    /// A cell and its neighbours, each once: the cell itself first, then the others in reading order of their offsets. On a small torus two offsets may
    /// lead to one cell, or back.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cell.</exception>
    public ImmutableArray<CellPlace> Around(CellPlace cell)
    {
        if (cell.Row < 0 || cell.Row >= Rows || cell.Column < 0 || cell.Column >= Columns)
            throw new ArgumentOutOfRangeException(nameof(cell), cell, $"A grid of {Rows} x {Columns} has no such cell.");
        return [.. Reached(cell).Prepend(cell).Distinct()];
    }

    private IEnumerable<CellPlace> Reached(CellPlace cell) => Neighbourhood switch
    {
        Neighbourhood.VonNeumann => [Torus(cell, -1, 0), Torus(cell, 0, -1), Torus(cell, 0, 1), Torus(cell, 1, 0)],
        Neighbourhood.Moore => from down in Enumerable.Range(-1, 3) from right in Enumerable.Range(-1, 3) select Torus(cell, down, right),
        Neighbourhood.Ring => [At((IndexOf(cell) + Count - 1) % Count), At((IndexOf(cell) + 1) % Count)],
        _ => throw new NotSupportedException($"No neighbourhood {Neighbourhood}."),
    };

    private CellPlace Torus(CellPlace cell, int down, int right) => new((cell.Row + down + Rows) % Rows, (cell.Column + right + Columns) % Columns);
}
