using GanActors.Engines.Cpu.Lanes;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>
/// How a matrix of <c>[depth, columns]</c> lies in memory for the tile kernel: cut into equal panels of a tile's width or less, each panel row
/// by row without gaps; the last is as wide as its columns need, in whole registers, zeros in the lanes beyond.
/// </summary>
internal readonly record struct Panels(int Depth, int Columns, int Lanes, int FullWidth)
{
    // Four registers make two panels of two: a tile of one register waits for its loads.
    public static Panels For<TLanes>(int depth, int columns)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int vectors = Math.Max(1, (columns + TLanes.Count - 1) / TLanes.Count);
        int panels = (vectors + TLanes.TileVectors - 1) / TLanes.TileVectors;
        return new(depth, columns, TLanes.Count, (vectors + panels - 1) / panels * TLanes.Count);
    }

    /// <summary>How many panels there are.</summary>
    public int Count => (Columns + FullWidth - 1) / FullWidth;

    /// <summary>Floats of all panels.</summary>
    public long Size => (long)Depth * ((Count - 1) * FullWidth + Width(Count - 1));

    /// <summary>Width of a panel in memory.</summary>
    public int Width(int panel)
    {
        int columns = ColumnsOf(panel);
        return (columns + Lanes - 1) / Lanes * Lanes;
    }

    /// <summary>How many of its columns are the matrix's.</summary>
    public int ColumnsOf(int panel) => Math.Min(FullWidth, Columns - panel * FullWidth);

    /// <summary>Where a panel begins.</summary>
    public nint Offset(int panel) => (nint)panel * FullWidth * Depth;

    /// <summary>Where an element lies.</summary>
    public nint IndexOf(int row, int column)
    {
        int panel = column / FullWidth;
        return Offset(panel) + (nint)row * Width(panel) + column % FullWidth;
    }
}
