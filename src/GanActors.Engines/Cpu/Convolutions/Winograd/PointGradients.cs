using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>C = A^T B at every point, the depth being tiles, each product by one thread in their order; C in panels.</summary>
internal unsafe struct PointGradients<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    // Of this depth a panel of B and a tile's columns of A stay in the first-level cache.
    private const int DepthAtOnce = 128;
    private const int MostRows = 256;

    public int Points, Depth;

    /// <summary>A's rows, and distances of rows and points. Rows of an odd number of cache lines, so that they spread over the cache.</summary>
    public float* A;
    public nint AStride, APointStride;

    /// <summary>B's rows, the same; zeros after their last number up to a whole register.</summary>
    public float* B;
    public nint BStride, BPointStride;

    /// <summary>C's panels and the distance of points.</summary>
    public float* C;
    public Panels Panels;
    public nint CPointStride;

    private int _rowBlocks;
    private int _rowBlock;

    /// <summary>Does all products.</summary>
    public void Run(Crew crew)
    {
        _rowBlocks = (Panels.Depth + MostRows - 1) / MostRows;
        _rowBlock = ((Panels.Depth + _rowBlocks - 1) / _rowBlocks + TLanes.TileRows - 1) / TLanes.TileRows * TLanes.TileRows;
        crew.Run(Points * _rowBlocks, ref this);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        int point = tile / _rowBlocks, from = tile % _rowBlocks * _rowBlock;
        int to = Math.Min(Panels.Depth, from + _rowBlock);
        float** a = stackalloc float*[DepthAtOnce];
        float** c = stackalloc float*[8];
        float* edge = stackalloc float[8 * 48];
        for (int k = 0; k < Depth; k += DepthAtOnce)
        {
            int depth = Math.Min(DepthAtOnce, Depth - k);
            var start = k == 0 ? TileStart.Zero : TileStart.Target;
            for (int i = 0; i < depth; i++)
                a[i] = A + point * APointStride + (k + i) * AStride;
            float* b = B + point * BPointStride + k * BStride;
            for (int panel = 0; panel < Panels.Count; panel++)
            {
                int width = Panels.Width(panel);
                float* block = C + point * CPointStride + Panels.Offset(panel);
                for (int row = from; row < to;)
                {
                    // What a tile has beyond the last row must not fall into the next panel.
                    int left = to - row, height = Tiling.Height(left, TLanes.TileRows);
                    for (int r = 0; r < height; r++)
                        c[r] = r < left ? block + (nint)(row + r) * width : edge + r * 48;
                    Tiling.Columns<TLanes>(height, width / TLanes.Count, depth, a, row, b + (nint)panel * Panels.FullWidth, BStride, c, 0, start);
                    row += height;
                }
            }
        }
    }
}
