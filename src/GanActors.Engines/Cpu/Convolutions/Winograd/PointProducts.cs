using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>
/// C = A B at every point, B made of taps panel by panel. Rows are padded to whole tiles and columns to whole registers, so no tile has an edge.
/// </summary>
internal unsafe struct PointProducts<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    // A stretch of B of this depth stays near the first-level cache while the rows of a block pass.
    private const int DepthInCache = 256;
    private const int MostRows = 256;
    private const int FloatsOfLine = 16;

    // A block is rounded up to whole tiles, and the last tile may be higher than the rows that are left: up to eight rows more for each.
    private const int MostPlaces = MostRows + 16;

    // Taps of so many numbers stay in the second-level cache from point to point; of larger ones a panel does.
    private const int TapsInCache = 1 << 18;

    public int Points, Rows;

    /// <summary>A's rows, and distances of rows and points.</summary>
    public float* A;
    public nint AStride, APointStride;

    /// <summary>What B is made of; several matrices make C's columns one after the other.</summary>
    public float* Taps;
    public WeightBlocks Blocks;

    /// <summary>C's rows; <see cref="CMatrixStride"/> is what the columns of one matrix take.</summary>
    public float* C;
    public nint CStride, CMatrixStride, CPointStride;

    private int _rowBlocks;
    private int _rowBlock;
    private int _panelsAtOnce;

    /// <inheritdoc/>
    public readonly (string Name, double MultiplyAdds) Description =>
        ($"points {Points} x {Rows} x {Blocks.Matrix.Depth} x {Blocks.Matrices * Blocks.Matrix.Columns}", MultiplyAdds);

    private readonly long MultiplyAdds => (long)Points * Rows * Blocks.Matrix.Depth * Blocks.Matrices * Blocks.Matrix.Columns;

    /// <summary>Does all products.</summary>
    public void Run(Crew crew)
    {
        _rowBlocks = (Rows + MostRows - 1) / MostRows;
        _rowBlock = ((Rows + _rowBlocks - 1) / _rowBlocks + TLanes.TileRows - 1) / TLanes.TileRows * TLanes.TileRows;
        int panels = Blocks.Matrices * Blocks.Matrix.Count;
        _panelsAtOnce = Blocks.Taps.Size <= TapsInCache ? panels : 1;
        crew.Products.Rows += MultiplyAdds;
        crew.Run(Pieces, ref this);
    }

    private readonly int Pieces => Blocks.Matrices * Blocks.Matrix.Count / _panelsAtOnce * Points * _rowBlocks;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        int block = tile % _rowBlocks, point = tile / _rowBlocks % Points, firstPanel = tile / _rowBlocks / Points * _panelsAtOnce;
        int from = block * _rowBlock, rows = Math.Min(Rows, from + _rowBlock) - from;
        float** a = stackalloc float*[MostPlaces];
        float** c = stackalloc float*[MostPlaces];
        float* b = stackalloc float[DepthInCache * 48 + 16];
        b = (float*)(((nint)b + 63) & ~63);
        float* firstA = A + point * APointStride + from * AStride;
        float* firstC = C + point * CPointStride + from * CStride;
        for (int row = 0; row < rows + 8; row++)
        {
            a[row] = firstA + row * AStride;
            c[row] = firstC + row * CStride;
        }

        // While these rows are at work, those of the next piece come nearer, and the place for its results.
        int next = Math.Min(tile + 1, Pieces - 1), nextPoint = next / _rowBlocks % Points, nextFrom = next % _rowBlocks * _rowBlock;
        float* nextA = A + nextPoint * APointStride + nextFrom * AStride;
        float* nextC = C + nextPoint * CPointStride + nextFrom * CStride;
        nint lengthA = rows * AStride, fetched = 0;
        nint tiles = (rows + TLanes.TileRows - 1) / TLanes.TileRows, steps = tiles * _panelsAtOnce * Blocks.Matrix.Depth;
        nint step = Math.Min(FloatsOfLine, (lengthA + rows * CStride + steps - 1) / steps);
        for (int i = firstPanel; i < firstPanel + _panelsAtOnce; i++)
        {
            int matrix = i / Blocks.Matrix.Count, panel = i % Blocks.Matrix.Count, width = Blocks.Matrix.Width(panel);
            nint column = matrix * CMatrixStride + (nint)panel * Blocks.Matrix.FullWidth;
            for (int k = 0; k < Blocks.Matrix.Depth; k += DepthInCache)
            {
                int depth = Math.Min(DepthInCache, Blocks.Matrix.Depth - k);
                Blocks.Make<TLanes>(Taps, point, matrix, panel, k, depth, b);
                var start = k == 0 ? TileStart.Zero : TileStart.Target;
                for (int row = 0; row < rows;)
                {
                    int height = Tiling.Height(rows - row, TLanes.TileRows);
                    float* ahead = fetched < lengthA ? nextA + fetched : nextC + (fetched - lengthA);
                    Tiling.Rows<TLanes>(height, width / TLanes.Count, depth, a + row, k, b, ahead, step, c + row, column, start, null);
                    fetched += depth * step;
                    row += height;
                }
            }
        }
    }
}
