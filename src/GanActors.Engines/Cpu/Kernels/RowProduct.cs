using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>
/// C = A B with A reached by rows: dense layers forward and back to their input, and every convolution that gathers. A row of A may come in
/// several segments (the kernel rows of a convolution); B lies in panels. What follows a product (bias, activation, the gate of the
/// activation before) is done while C's tile is still in the first-level cache.
/// </summary>
internal unsafe struct RowProduct<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    // A stretch of B of this depth and a tile's width comes mostly from the first-level cache; shorter ones would send C to and fro more often.
    private const int DepthInCache = 384;

    // Rows so far apart share a few sets of the first-level cache. If they are met often enough they are copied together first, an odd number
    // of cache lines apart.
    private const int FarApart = 256;
    private const int CopyStride = DepthInCache + 16;

    /// <summary>Rows of A and C.</summary>
    public int Rows;

    /// <summary>A's rows.</summary>
    public RowMap A;

    /// <summary>A row's segments, their distance and their length.</summary>
    public int Segments;
    public nint SegmentStride;
    public int SegmentDepth;

    /// <summary>B's panels, depth = segments * their length.</summary>
    public float* B;
    public Panels Panels;

    /// <summary>C's rows.</summary>
    public RowMap C;

    /// <summary>One number a column to start from, or null.</summary>
    public float* Bias;

    /// <summary>Applied to C at the end.</summary>
    public Activation Activation;

    /// <summary>C is multiplied by this activation's derivative, its results lying from <see cref="GateY"/> on as C lies.</summary>
    public Activation Gate;
    public float* GateY;

    /// <summary>What the next work will read: called into the second-level cache meanwhile, each thread what its share will be.</summary>
    public Stretch Coming;

    private int _rowBlock;
    private int _rowBlocks;
    private int _groupPanels;
    private int _groups;
    private bool _groupsInside;
    private bool _copyA;

    /// <summary>Does the whole product.</summary>
    public void Run(Crew crew)
    {
        crew.Products.Rows += (long)Rows * Segments * SegmentDepth * Panels.Columns;
        // Whichever of A and B is the larger is read once, the other again and again.
        _groupsInside = Rows > Panels.Columns;
        _rowBlock = Tiling.RowBlock(Rows, Panels.Count, TLanes.TileRows, crew.Threads);
        _rowBlocks = (Rows + _rowBlock - 1) / _rowBlock;
        int groups = Tiling.Groups(_rowBlocks, Panels.Count, crew.Threads);
        _groupPanels = (Panels.Count + groups - 1) / groups;
        _groups = (Panels.Count + _groupPanels - 1) / _groupPanels;
        _copyA = A.IsUniform && A.Stride % FarApart == 0 && _groupPanels > 2 && Rows > 2 * TLanes.TileRows;
        crew.Run(_rowBlocks * _groups, ref this);
    }

    /// <inheritdoc/>
    public readonly (string Name, double MultiplyAdds) Description
    {
        get
        {
            int depth = Segments * SegmentDepth;
            string after = (Activation.Kind, Gate.Kind) switch
            {
                (ActivationKind.None, ActivationKind.None) => "",
                (_, ActivationKind.None) => " activation",
                _ => " gate",
            };
            return ($"rows {Rows} x {depth} x {Panels.Columns}{after}", (double)Rows * depth * Panels.Columns);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int tile)
    {
        int group = _groupsInside ? tile % _groups : tile / _rowBlocks;
        int from = (_groupsInside ? tile / _groups : tile % _rowBlocks) * _rowBlock;
        int rows = Math.Min(Rows, from + _rowBlock) - from;
        int firstPanel = group * _groupPanels, endPanel = Math.Min(Panels.Count, firstPanel + _groupPanels);

        // The last tile may be higher than the rows that are left: it repeats the last.
        float** a = stackalloc float*[Tiling.MostRows + 8];
        float** c = stackalloc float*[Tiling.MostRows + 8];
        A.Fill(a, from, rows);
        C.Fill(c, from, rows);
        for (int r = rows; r < rows + 8; r++)
        {
            a[r] = a[rows - 1];
            c[r] = c[rows - 1];
        }

        float* copy = stackalloc float[_copyA ? rows * CopyStride : 1];
        float** copied = stackalloc float*[_copyA ? Tiling.MostRows + 8 : 1];
        if (_copyA)
        {
            for (int r = 0; r < rows + 8; r++)
                copied[r] = copy + Math.Min(r, rows - 1) * CopyStride;
        }

        // Pixels that no tap reaches have their bias alone; for them there is one cut of no depth.
        int cuts = Math.Max(1, (SegmentDepth + DepthInCache - 1) / DepthInCache);
        int cutDepth = Math.Max(1, (SegmentDepth + cuts - 1) / cuts);
        int tilesOfRows = (rows + TLanes.TileRows - 1) / TLanes.TileRows;
        var coming = Coming.Part(tile, _rowBlocks * _groups);
        nint comingStep = coming.Step(Segments * cuts * (endPanel - firstPanel) * tilesOfRows);
        int done = 0;
        for (int segment = 0; segment < Segments; segment++)
        {
            for (int cut = 0; cut < cuts; cut++)
            {
                int k = cut * cutDepth, depth = Math.Min(cutDepth, SegmentDepth - k);
                nint offset = segment * SegmentStride + k;
                if (_copyA)
                    CopyRows(a, offset, rows, depth, copy);
                for (int panel = firstPanel; panel < endPanel; panel++)
                {
                    int width = Panels.Width(panel), columns = Panels.ColumnsOf(panel);
                    nint column = (nint)panel * Panels.FullWidth;
                    float* b = B + Panels.Offset(panel) + (nint)done * width;
                    // While these rows meet this stretch of B, the next comes nearer.
                    float* ahead = panel + 1 < endPanel ? B + Panels.Offset(panel + 1) + (nint)done * Panels.Width(panel + 1)
                        : B + Panels.Offset(firstPanel) + (nint)(done + depth) * Panels.Width(firstPanel);
                    nint aheadStep = Math.Min(TLanes.Count, (width * TLanes.TileRows + rows - 1) / rows);
                    if (_copyA)
                        Multiply(rows, copied, c, 0, b, ahead, aheadStep, ref coming, comingStep, depth, width, columns, column, first: done == 0);
                    else
                        Multiply(rows, a, c, offset, b, ahead, aheadStep, ref coming, comingStep, depth, width, columns, column, first: done == 0);
                    if (done + depth == Segments * SegmentDepth && (Activation.Kind != ActivationKind.None || Gate.Kind != ActivationKind.None))
                        Finish(rows, c, column, columns);
                }

                done += depth;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows(float** a, nint offset, int rows, int depth, float* target)
    {
        for (int row = 0; row < rows; row++, target += CopyStride)
        {
            float* source = a[row] + offset;
            int k = 0;
            for (; k + TLanes.Count <= depth; k += TLanes.Count)
                TLanes.Store(target + k, TLanes.Load(source + k));
            for (; k < depth; k++)
                target[k] = source[k];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Multiply(
        int rows, float** a, float** c, nint aOffset, float* b, float* ahead, nint aheadStep, ref Stretch coming, nint comingStep,
        int depth, int width, int columns, nint column, bool first)
    {
        float** edgeRows = stackalloc float*[8];
        float* edge = stackalloc float[8 * 48];
        float* edgeBias = stackalloc float[48];
        var start = first ? Bias == null ? TileStart.Zero : TileStart.Bias : TileStart.Target;
        bool wholeColumns = columns == width;
        float* bias = Bias + column;
        if (start == TileStart.Bias && !wholeColumns)
        {
            Copy(bias, edgeBias, columns);
            bias = edgeBias;
        }

        int vectors = width / TLanes.Count;
        for (int row = 0; row < rows;)
        {
            int height = Tiling.Height(rows - row, TLanes.TileRows);
            if (first && Gate.Kind != ActivationKind.None)
                ExpectGate(height, c + row, column, columns);
            coming.Expect<TLanes>(comingStep);
            if (wholeColumns && row + height <= rows)
            {
                Tiling.Rows<TLanes>(height, vectors, depth, a + row, aOffset, b, ahead, aheadStep, c + row, column, start, bias);
            }
            else
            {
                for (int r = 0; r < height; r++)
                {
                    edgeRows[r] = edge + r * 48;
                    if (start == TileStart.Target)
                        Copy(c[row + r] + column, edgeRows[r], columns);
                }

                Tiling.Rows<TLanes>(height, vectors, depth, a + row, aOffset, b, ahead, aheadStep, edgeRows, 0, start, bias);
                for (int r = 0; r < Math.Min(height, rows - row); r++)
                    Copy(edgeRows[r], c[row + r] + column, columns);
            }

            ahead += depth * aheadStep;
            row += height;
        }
    }

    // What the gate will read is far away by now: it is called for while the tile is multiplied.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void ExpectGate(int rows, float** c, nint column, int columns)
    {
        for (int r = 0; r < rows; r++)
        {
            float* y = C.Elsewhere(GateY, c[r]) + column;
            for (int i = 0; i < columns; i += 16)
                TLanes.Prefetch(y + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Finish(int rows, float** c, nint column, int columns)
    {
        for (int row = 0; row < rows;)
        {
            // Pixels of a phase lie at one distance until their line ends.
            float* first = c[row];
            nint stride = row + 1 < rows ? (nint)(c[row + 1] - first) : 0;
            int run = 1;
            while (row + run < rows && c[row + run] - c[row + run - 1] == stride)
                run++;
            float* target = first + column;
            if (Activation.Kind != ActivationKind.None)
                ActivationKernel.Apply<TLanes>(Activation, target, run, stride, columns);
            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, C.Elsewhere(GateY, first) + column, target, target, run, stride, columns);
            row += run;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* source, float* target, int count)
    {
        for (int i = 0; i < count; i++)
            target[i] = source[i];
    }
}
