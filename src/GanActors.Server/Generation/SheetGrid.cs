namespace GanActors.Server.Generation;

/// <summary>Rows and columns of a sheet.</summary>
internal readonly record struct SheetGrid(int Rows, int Columns)
{
    public int Places => Rows * Columns;

    /// <summary>About square, with room for <paramref name="count"/>.</summary>
    public static SheetGrid Square(int count)
    {
        int columns = (int)Math.Ceiling(Math.Sqrt(count));
        return new SheetGrid((count + columns - 1) / columns, columns);
    }

    public override string ToString() => FormattableString.Invariant($"{Rows}x{Columns}");
}
