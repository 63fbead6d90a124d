namespace GanActors.Cli.Generation;

/// <summary>Rows and columns of a sheet.</summary>
internal readonly record struct SheetGrid(int Rows, int Columns)
{
    public int Places => Rows * Columns;

    public override string ToString() => FormattableString.Invariant($"{Rows}x{Columns}");
}
