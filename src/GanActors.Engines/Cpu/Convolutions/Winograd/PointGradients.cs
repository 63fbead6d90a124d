using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>
/// A^T B at every point, the depth being tiles in their order, and each row of points added up to taps across while it is near: <c>[point down][tap across]</c>
/// of panels. One piece of work is a block of rows of all points across.
/// </summary>
internal unsafe struct PointGradients<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    // Of this depth a panel of B and a tile's columns of A stay in the first-level cache.
    private const int DepthAtOnce = 128;
    private const int MostRows = 128;
    private const int FloatsOfLine = 16;

    // A block is rounded up to whole tiles, and the last tile may be higher than the rows that are left: up to eight rows more for each.
    private const int MostPlaces = MostRows + 16;

    public int Depth;

    /// <summary>A's rows, and distances of rows and points. Rows of an odd number of cache lines, so that they spread over the cache.</summary>
    public float* A;
    public nint AStride, APointStride;

    /// <summary>B's rows, the same; zeros after their last number up to a whole register.</summary>
    public float* B;
    public nint BStride, BPointStride;

    /// <summary>The panels that come out.</summary>
    public float* C;
    public WeightBlocks Blocks;

    private int _rowBlocks;
    private int _rowBlock;

    /// <inheritdoc/>
    public readonly (string Name, double MultiplyAdds) Description =>
        ($"point gradients {Points} x {Blocks.Matrix.Depth} x {Depth} x {Blocks.Matrix.Columns}", MultiplyAdds);

    private readonly int Points => Blocks.Down.Points * Blocks.Across.Points;

    private readonly long MultiplyAdds => (long)Points * Blocks.Matrix.Depth * Depth * Blocks.Matrix.Columns;

    /// <summary>Does all products.</summary>
    public void Run(Crew crew)
    {
        int rows = Blocks.Matrix.Depth;
        _rowBlocks = (rows + MostRows - 1) / MostRows;
        _rowBlock = ((rows + _rowBlocks - 1) / _rowBlocks + TLanes.TileRows - 1) / TLanes.TileRows * TLanes.TileRows;
        crew.Products.Columns += MultiplyAdds;
        crew.Run(Blocks.Down.Points * _rowBlocks, ref this);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        int down = tile / _rowBlocks, from = tile % _rowBlocks * _rowBlock;
        int rows = Math.Min(Blocks.Matrix.Depth, from + _rowBlock) - from;
        float** a = stackalloc float*[DepthAtOnce];
        float** c = stackalloc float*[MostPlaces];
        float* product = stackalloc float[MostPlaces * 48 + 16];
        product = (float*)(((nint)product + 63) & ~63);
        for (int across = 0; across < Blocks.Across.Points; across++)
        {
            int point = down * Blocks.Across.Points + across;
            for (int panel = 0; panel < Blocks.Matrix.Count; panel++)
            {
                int width = Blocks.Matrix.Width(panel);
                for (int row = 0; row < rows + 8; row++)
                    c[row] = product + row * width;
                for (int k = 0; k < Depth; k += DepthAtOnce)
                {
                    int depth = Math.Min(DepthAtOnce, Depth - k);
                    var start = k == 0 ? TileStart.Zero : TileStart.Target;
                    for (int i = 0; i < depth; i++)
                        a[i] = A + point * APointStride + (k + i) * AStride;
                    float* b = B + point * BPointStride + k * BStride + (nint)panel * Blocks.Matrix.FullWidth;
                    int fetched = k + panel * depth / Blocks.Matrix.Count;
                    int tiles = (rows + TLanes.TileRows - 1) / TLanes.TileRows * Blocks.Matrix.Count, fetch = (depth + tiles - 1) / tiles;
                    for (int row = 0; row < rows; fetched += fetch)
                    {
                        if (across + 1 < Blocks.Across.Points && fetched < k + depth)
                            Fetch(point + 1, fetched, Math.Min(fetch, k + depth - fetched), from, rows);
                        int height = Tiling.Height(rows - row, TLanes.TileRows);
                        Tiling.Columns<TLanes>(height, width / TLanes.Count, depth, a, from + row, b, BStride, c + row, 0, start);
                        row += height;
                    }
                }

                // At the first point every tap has a coefficient.
                for (int tap = 0; tap < Blocks.Across.Inputs; tap++)
                {
                    float factor = Blocks.Across.Coefficient(across, tap);
                    if (factor == 0f)
                        continue;
                    float* target = C + (down * Blocks.Across.Inputs + tap) * (nint)Blocks.Matrix.Size + Blocks.Matrix.Offset(panel) + (nint)from * width;
                    TapSum.Give<TLanes>(target, product, factor, across > 0, (nint)rows * width);
                }
            }
        }
    }

    // While the columns of one point are at work, those of the next come nearer.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Fetch(int point, int k, int count, int from, int rows)
    {
        for (int i = k; i < k + count; i++)
        {
            float* a = A + point * APointStride + i * AStride + from;
            for (int row = 0; row < rows; row += FloatsOfLine)
                TLanes.Prefetch(a + row);
            float* b = B + point * BPointStride + i * BStride;
            for (int column = 0; column < Blocks.Matrix.Columns; column += FloatsOfLine)
                TLanes.Prefetch(b + column);
        }
    }
}
