using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>
/// C = A^T B, or C + A^T B: weight gradients. The depth runs over samples (and pixels); A's rows are inputs or their windows, reached by
/// pointer, B's rows are output gradients; C lies in panels, as the weights do.
/// </summary>
internal unsafe struct ColumnProduct<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    // Pointers to A's rows that are gathered at once; a panel of B of this depth stays in the second-level cache.
    private const int DepthAtOnce = 256;

    /// <summary>Rows of A and B.</summary>
    public int Depth;

    /// <summary>A's rows.</summary>
    public RowMap A;

    /// <summary>A row's segments, their distance and their length; C's rows are all of them, one after the other.</summary>
    public int Segments;
    public nint SegmentStride;
    public int SegmentDepth;

    /// <summary>B's first row and the distance of the next.</summary>
    public float* B;
    public nint BStride;

    /// <summary>C's panels.</summary>
    public float* C;
    public Panels Panels;

    /// <summary>Whether the product is added to what C holds.</summary>
    public bool Accumulate;

    /// <summary>Where the column sums of B go (a bias gradient), or null.</summary>
    public float* ColumnSums;

    private int _rowBlock;
    private int _blocksPerSegment;

    /// <summary>Does the whole product.</summary>
    public void Run(Crew crew)
    {
        _rowBlock = Tiling.RowBlock(SegmentDepth, Panels.Count * Segments, TLanes.TileRows, crew.Threads);
        _blocksPerSegment = (SegmentDepth + _rowBlock - 1) / _rowBlock;
        crew.Run(_blocksPerSegment * Segments * Panels.Count, ref this);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int tile)
    {
        int blocks = _blocksPerSegment * Segments;
        int panel = tile / blocks;
        int block = tile % blocks;
        int segment = block / _blocksPerSegment;
        int from = block % _blocksPerSegment * _rowBlock;
        int to = Math.Min(SegmentDepth, from + _rowBlock);
        int width = Panels.Width(panel), columns = Panels.ColumnsOf(panel);
        nint column = (nint)panel * Panels.FullWidth;
        float* c = C + Panels.Offset(panel) + (nint)segment * SegmentDepth * width;

        // Rows a power of two apart share a few sets of the cache, and unaligned ones straddle its lines: such panels of B are copied together.
        bool direct = BStride % 32 != 0 && BStride % TLanes.Count == 0;
        float* together = stackalloc float[direct ? 1 : DepthAtOnce * 48 + 16];
        together = (float*)(((nint)together + 63) & ~63);
        float** a = stackalloc float*[DepthAtOnce];
        for (int k = 0; k < Depth; k += DepthAtOnce)
        {
            int depth = Math.Min(DepthAtOnce, Depth - k);
            for (int i = 0; i < depth; i++)
                a[i] = A.At(k + i);
            float* b = B + column + k * BStride;
            nint bStride = BStride;
            if (!direct)
            {
                Gather(k, depth, width, column, together);
                b = together;
                bStride = width;
            }

            bool add = Accumulate || k > 0;
            if (ColumnSums != null && segment == 0 && from == 0)
                SumColumns(depth, b, bStride, columns, ColumnSums + column, add);
            Stretch(from, to, segment * SegmentStride, depth, a, b, bStride, c, width, columns, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Stretch(
        int from, int to, nint aOffset, int depth, float** a, float* b, nint bStride, float* c, int width, int columns, bool add)
    {
        float** rows = stackalloc float*[8];
        float* edge = stackalloc float[8 * 48];
        int vectors = width / TLanes.Count;
        var start = add ? TileStart.Target : TileStart.Zero;
        for (int row = from; row < to;)
        {
            int left = to - row;
            int height = Tiling.Height(left, TLanes.TileRows);
            bool whole = columns == width && left >= height;
            for (int r = 0; r < height; r++)
                rows[r] = whole ? c + (nint)(row + r) * width : edge + r * 48;
            if (!whole && add)
            {
                for (int r = 0; r < Math.Min(height, left); r++)
                    Copy(c + (nint)(row + r) * width, rows[r], columns);
            }

            Tiling.Columns<TLanes>(height, vectors, depth, a, aOffset + row, b, bStride, rows, 0, start);
            if (!whole)
            {
                for (int r = 0; r < Math.Min(height, left); r++)
                    Copy(rows[r], c + (nint)(row + r) * width, columns);
            }

            row += height;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Gather(int from, int depth, int width, nint column, float* target)
    {
        for (int k = from; k < from + depth; k++, target += width)
        {
            float* source = B + k * BStride + column;
            for (int i = 0; i < width; i += TLanes.Count)
                TLanes.Store(target + i, TLanes.Load(source + i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumColumns(int depth, float* b, nint bStride, int columns, float* sums, bool add)
    {
        int i = 0;
        for (; i + TLanes.Count <= columns; i += TLanes.Count)
        {
            var sum = add ? TLanes.Load(sums + i) : TLanes.All(0f);
            for (int k = 0; k < depth; k++)
                sum += TLanes.Load(b + k * bStride + i);
            TLanes.Store(sums + i, sum);
        }

        for (; i < columns; i++)
        {
            float sum = add ? sums[i] : 0f;
            for (int k = 0; k < depth; k++)
                sum += b[k * bStride + i];
            sums[i] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* source, float* target, int count)
    {
        for (int i = 0; i < count; i++)
            target[i] = source[i];
    }
}
