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
    // Of this depth a panel of B stays in the first-level cache, and a block of A in the second.
    private const int DepthAtOnce = 136;

    // B is copied once for so many rows of C, A once for so many panels; threads share out fewer if it must be.
    private const int MostRows = 256;
    private const int PanelsTogether = 4;
    private const int PiecesOfThread = 6;

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
    private int _panelBlock;
    private int _panelBlocks;
    private int _depthBlock;

    /// <summary>Does the whole product.</summary>
    public void Run(Crew crew)
    {
        crew.Products.Columns += (long)Depth * Segments * SegmentDepth * Panels.Columns;
        int wanted = crew.Threads == 1 ? 1 : PiecesOfThread * crew.Threads;
        int blocks = Segments * Parts(SegmentDepth, MostRows);
        int panelBlocks = Math.Clamp(Parts(wanted, blocks), 1, Math.Max(1, Panels.Count / PanelsTogether));
        int rows = Math.Max(TLanes.TileRows, SegmentDepth / Math.Max(1, Parts(wanted, Segments * panelBlocks)));
        _rowBlock = Parts(Math.Min(rows, Parts(SegmentDepth, Parts(SegmentDepth, MostRows))), TLanes.TileRows) * TLanes.TileRows;
        _blocksPerSegment = Parts(SegmentDepth, _rowBlock);
        _panelBlock = Parts(Panels.Count, Math.Clamp(Parts(wanted, _blocksPerSegment * Segments), panelBlocks, Panels.Count));
        _panelBlocks = Parts(Panels.Count, _panelBlock);
        _depthBlock = Parts(Depth, Parts(Depth, DepthAtOnce));
        crew.Run(_blocksPerSegment * Segments * _panelBlocks, ref this);
    }

    /// <inheritdoc/>
    public readonly (string Name, double MultiplyAdds) Description
    {
        get
        {
            int rows = Segments * SegmentDepth;
            return ($"columns {Depth} x {rows} x {Panels.Columns}", (double)Depth * rows * Panels.Columns);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int tile)
    {
        int firstPanel = tile % _panelBlocks * _panelBlock;
        int lastPanel = Math.Min(Panels.Count, firstPanel + _panelBlock);
        int block = tile / _panelBlocks;
        int segment = block / _blocksPerSegment;
        int from = block % _blocksPerSegment * _rowBlock;
        int rows = Math.Min(SegmentDepth, from + _rowBlock) - from;

        // Rows a power of two apart share a few sets of the cache, and unaligned ones straddle its lines: such stretches are copied together.
        // A's are cut into strips of a tile's height on the way.
        bool directA = A.IsUniform && A.Stride % 32 != 0;
        // A few rows of C do not use B often enough to pay for its copy.
        bool directB = BStride % TLanes.Count == 0 && (BStride % 32 != 0 || rows <= 2 * TLanes.TileRows);
        int strips = (rows + TLanes.TileRows - 1) / TLanes.TileRows;
        float* copyA = stackalloc float[directA ? 16 : strips * StripSize(_depthBlock) + 16];
        float* copyB = stackalloc float[directB ? 16 : _depthBlock * 48 + 16];
        copyA = Aligned(copyA);
        copyB = Aligned(copyB);
        float** a = stackalloc float*[_depthBlock];
        float** inStrip = stackalloc float*[_depthBlock];
        for (int k = 0; k < Depth; k += _depthBlock)
        {
            int depth = Math.Min(_depthBlock, Depth - k);
            A.Fill(a, k, depth);
            nint aOffset = segment * SegmentStride + from;
            if (!directA)
            {
                Strip(a, aOffset, depth, rows, copyA);
                for (int i = 0; i < depth; i++)
                    inStrip[i] = copyA + i * TLanes.TileRows;
            }

            for (int panel = firstPanel; panel < lastPanel; panel++)
            {
                int width = Panels.Width(panel), columns = Panels.ColumnsOf(panel);
                nint column = (nint)panel * Panels.FullWidth;
                float* b = B + column + k * BStride;
                nint bStride = BStride;
                if (!directB)
                {
                    Gather(k, depth, width, column, copyB);
                    b = copyB;
                    bStride = width;
                }

                bool add = Accumulate || k > 0;
                if (ColumnSums != null && block == 0)
                    SumColumns(depth, b, bStride, columns, ColumnSums + column, add);
                float* c = C + Panels.Offset(panel) + ((nint)segment * SegmentDepth + from) * width;
                if (directA)
                    Stretch(rows, depth, a, aOffset, 0, b, bStride, c, width, columns, add);
                else
                    Stretch(rows, depth, inStrip, 0, StripSize(depth), b, bStride, c, width, columns, add);
            }
        }
    }

    // Eight numbers are copied where a strip may be narrower: the next row covers what was too much, and room is left after the last.
    private static int StripSize(int depth) => depth * TLanes.TileRows + 16;

    // One strip after another: as many of A's columns as a tile is high, row by row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip(float** a, nint offset, int depth, int columns, float* target)
    {
        for (int k = 0; k < depth; k++)
        {
            float* source = a[k] + offset;
            float* to = target + k * TLanes.TileRows;
            for (int column = 0; column < columns; column += TLanes.TileRows, to += StripSize(depth))
                Lanes256.Store(to, Lanes256.Load(source + column));
        }
    }

    // Rows of C against columns of A, which lie side by side from aOffset on, or in strips of a size.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Stretch(
        int rows, int depth, float** a, nint aOffset, nint stripSize, float* b, nint bStride, float* c, int width, int columns, bool add)
    {
        float** targets = stackalloc float*[8];
        float* edge = stackalloc float[8 * 48];
        int vectors = width / TLanes.Count;
        var start = add ? TileStart.Target : TileStart.Zero;
        for (int row = 0; row < rows;)
        {
            int left = rows - row;
            int height = stripSize == 0 ? Tiling.Height(left, TLanes.TileRows) : left <= 4 ? 4 : TLanes.TileRows;
            bool whole = columns == width && left >= height;
            for (int r = 0; r < height; r++)
                targets[r] = whole ? c + (nint)(row + r) * width : edge + r * 48;
            if (!whole && add)
            {
                for (int r = 0; r < Math.Min(height, left); r++)
                    Copy(c + (nint)(row + r) * width, targets[r], columns);
            }

            nint at = stripSize == 0 ? aOffset + row : row / TLanes.TileRows * stripSize;
            Tiling.Columns<TLanes>(height, vectors, depth, a, at, b, bStride, targets, 0, start);
            if (!whole)
            {
                for (int r = 0; r < Math.Min(height, left); r++)
                    Copy(targets[r], c + (nint)(row + r) * width, columns);
            }

            row += height;
        }
    }

    private static int Parts(int count, int size) => (count + size - 1) / size;

    private static float* Aligned(float* memory) => (float*)(((nint)memory + 63) & ~63);

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
