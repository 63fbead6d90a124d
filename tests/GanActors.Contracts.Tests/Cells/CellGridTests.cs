using GanActors.Cells;

namespace GanActors.Contracts.Tests.Cells;

/// <summary>Who is whose neighbour, against tables that are made another way: by distances around the torus and around the ring.</summary>
public sealed class CellGridTests
{
    private const int Largest = 6;

    public static TheoryData<int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int>();
            for (int rows = 1; rows <= Largest; rows++)
            {
                for (int columns = 1; columns <= Largest; columns++)
                    sizes.Add(rows, columns);
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_neighbourhood_is_the_cells_at_a_distance_of_one(int rows, int columns)
    {
        foreach (var kind in Enum.GetValues<Neighbourhood>())
        {
            var grid = new CellGrid(rows, columns, kind);
            Assert.Equal(rows * columns, grid.Cells.Distinct().Count());
            foreach (var cell in grid.Cells)
            {
                var around = grid.Around(cell);
                Assert.Equal(cell, around[0]);
                Assert.Equal(around.Length, around.Distinct().Count());
                Assert.Equal(Near(grid, cell), around.ToHashSet());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Neighbours_are_mutual(int rows, int columns)
    {
        foreach (var kind in Enum.GetValues<Neighbourhood>())
        {
            var grid = new CellGrid(rows, columns, kind);
            Assert.All(grid.Cells, cell => Assert.All(grid.Around(cell), other => Assert.Contains(cell, grid.Around(other))));
        }
    }

    [Fact]
    public void The_second_cell_of_a_four_by_four_torus_has_the_neighbours_that_the_paper_gives_it()
    {
        // Lipizzaner's own checkpoints of 2019 list 0, 5, 7 and 8 here, which is what its second cell of the first column should have had.
        var grid = new CellGrid(4, 4);
        Assert.Equal([1, 0, 2, 5, 13], grid.Around(grid.At(1)).Select(grid.IndexOf).Order().OrderBy(index => index != 1));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 6)]
    [InlineData(4, 12)]
    [InlineData(5, 20)]
    public void Rows_and_columns_are_not_confused_as_they_were_in_the_original(int side, int wrong)
    {
        // There x was the column of a cell, and its neighbours were looked up in row x and column y.
        var grid = new CellGrid(side, side);
        Assert.Equal(wrong, grid.Cells.Count(cell => !Transposed(grid, cell).SetEquals(grid.Around(cell).Select(grid.IndexOf))));
        Assert.All(grid.Cells, cell => Assert.Equal(Near(grid, cell), grid.Around(cell).ToHashSet()));
    }

    [Theory]
    [InlineData(Neighbourhood.VonNeumann, 3)]
    [InlineData(Neighbourhood.Moore, 4)]
    [InlineData(Neighbourhood.Ring, 3)]
    public void On_two_by_two_no_cell_is_met_twice(Neighbourhood kind, int size) => Assert.Equal(size, new CellGrid(2, 2, kind).Around(new CellPlace(1, 1)).Length);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 3)]
    [InlineData(2, 0)]
    public void A_cell_that_is_not_on_the_grid_has_no_neighbours(int row, int column) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CellGrid(2, 3).Around(new CellPlace(row, column)));

    private static HashSet<CellPlace> Near(CellGrid grid, CellPlace cell) => [.. grid.Cells.Where(other => grid.Neighbourhood switch
    {
        Neighbourhood.VonNeumann => Apart(cell.Row, other.Row, grid.Rows) + Apart(cell.Column, other.Column, grid.Columns) <= 1,
        Neighbourhood.Moore => Math.Max(Apart(cell.Row, other.Row, grid.Rows), Apart(cell.Column, other.Column, grid.Columns)) <= 1,
        _ => Apart((cell.Row * grid.Columns) + cell.Column, (other.Row * grid.Columns) + other.Column, grid.Rows * grid.Columns) <= 1,
    })];

    private static int Apart(int from, int to, int around) => Math.Min(Math.Abs(from - to), around - Math.Abs(from - to));

    private static HashSet<int> Transposed(CellGrid grid, CellPlace cell)
    {
        int side = grid.Rows, x = cell.Column, y = cell.Row;
        int At(int row, int column) => ((row + side) % side * side) + ((column + side) % side);
        return [grid.IndexOf(cell), At(x, y - 1), At(x, y + 1), At(x - 1, y), At(x + 1, y)];
    }
}
