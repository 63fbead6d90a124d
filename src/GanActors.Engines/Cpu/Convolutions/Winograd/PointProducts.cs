using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>C = A B at every point, with A's rows and C's whole tiles apart, B in panels. Rows are padded to whole tiles and columns to whole registers.</summary>
internal unsafe struct PointProducts<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    // A stretch of B of this depth stays near the first-level cache while the rows of a block pass.
    private const int DepthInCache = 256;
    private const int MostRows = 128;

    public int Points, Rows;

    /// <summary>A's rows, and distances of rows and points.</summary>
    public float* A;
    public nint AStride, APointStride;

    /// <summary>B's panels and the distance of points; a point may have several matrices, which make C's columns one after the other.</summary>
    public float* B;
    public Panels Panels;
    public int Matrices;
    public nint BPointStride;

    /// <summary>C's rows; <see cref="CMatrixStride"/> is what the columns of one matrix take.</summary>
    public float* C;
    public nint CStride, CMatrixStride, CPointStride;

    private int _rowBlocks;
    private int _rowBlock;

    /// <summary>Does all products.</summary>
    public void Run(Crew crew)
    {
        _rowBlocks = (Rows + MostRows - 1) / MostRows;
        _rowBlock = ((Rows + _rowBlocks - 1) / _rowBlocks + TLanes.TileRows - 1) / TLanes.TileRows * TLanes.TileRows;
        crew.Run(Points * _rowBlocks, ref this);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        int point = tile / _rowBlocks, from = tile % _rowBlocks * _rowBlock;
        int rows = Math.Min(Rows, from + _rowBlock) - from;
        float** a = stackalloc float*[MostRows + 8];
        float** c = stackalloc float*[MostRows + 8];
        float* firstA = A + point * APointStride + from * AStride;
        float* firstC = C + point * CPointStride + from * CStride;
        for (int row = 0; row < rows + 8; row++)
        {
            a[row] = firstA + row * AStride;
            c[row] = firstC + row * CStride;
        }

        for (int k = 0; k < Panels.Depth; k += DepthInCache)
        {
            int depth = Math.Min(DepthInCache, Panels.Depth - k);
            var start = k == 0 ? TileStart.Zero : TileStart.Target;
            for (int matrix = 0; matrix < Matrices; matrix++)
            {
                for (int panel = 0; panel < Panels.Count; panel++)
                {
                    int width = Panels.Width(panel);
                    float* b = B + point * BPointStride + (nint)(matrix * Panels.Size) + Panels.Offset(panel) + (nint)k * width;
                    nint column = matrix * CMatrixStride + (nint)panel * Panels.FullWidth;
                    for (int row = 0; row < rows;)
                    {
                        int height = Tiling.Height(rows - row, TLanes.TileRows);
                        Tiling.Rows<TLanes>(height, width / TLanes.Count, depth, a + row, k, b, width, c + row, column, start, null);
                        row += height;
                    }
                }
            }
        }
    }
}
