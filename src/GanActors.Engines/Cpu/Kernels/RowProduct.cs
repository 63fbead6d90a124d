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
    // A stretch of B of this depth and a tile's width is all but the first-level cache; longer ones would save a little of C's way to and fro.
    private const int DepthInCache = 256;

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

    /// <summary>Rows of one tile of work.</summary>
    public int RowBlock;

    private int _rowBlocks;
    private bool _panelsInside;

    /// <summary>Does the whole product.</summary>
    public void Run(Crew crew)
    {
        // Whichever of A and B is the larger is read once, the other again and again.
        _panelsInside = Rows > Panels.Columns;
        RowBlock = Tiling.RowBlock(Rows, Panels.Count, TLanes.TileRows, crew.Threads);
        _rowBlocks = (Rows + RowBlock - 1) / RowBlock;
        crew.Run(_rowBlocks * Panels.Count, ref this);
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
        int panel = _panelsInside ? tile % Panels.Count : tile / _rowBlocks;
        int from = (_panelsInside ? tile / Panels.Count : tile % _rowBlocks) * RowBlock;
        int to = Math.Min(Rows, from + RowBlock);
        int width = Panels.Width(panel), columns = Panels.ColumnsOf(panel);
        float* b = B + Panels.Offset(panel);
        nint column = (nint)panel * Panels.FullWidth;

        // The last tile may be higher than the rows that are left: it repeats the last.
        float** a = stackalloc float*[Tiling.MostRows + 8];
        float** c = stackalloc float*[Tiling.MostRows + 8];
        int rows = to - from;
        A.Fill(a, from, rows);
        C.Fill(c, from, rows);
        for (int r = rows; r < rows + 8; r++)
        {
            a[r] = a[rows - 1];
            c[r] = c[rows - 1];
        }

        // Pixels that no tap reaches have their bias alone.
        if (SegmentDepth == 0)
            Stretch(rows, a, c, 0, b, 0, width, columns, column, first: true);
        int cuts = (SegmentDepth + DepthInCache - 1) / DepthInCache;
        int cutDepth = cuts == 0 ? 1 : (SegmentDepth + cuts - 1) / cuts;
        bool first = true;
        for (int segment = 0; segment < Segments; segment++)
        {
            for (int k = 0; k < SegmentDepth; k += cutDepth)
            {
                int depth = Math.Min(cutDepth, SegmentDepth - k);
                Stretch(rows, a, c, segment * SegmentStride + k, b, depth, width, columns, column, first);
                b += (nint)depth * width;
                first = false;
            }
        }

        if (Activation.Kind != ActivationKind.None || Gate.Kind != ActivationKind.None)
            Finish(rows, c, column, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Stretch(
        int rows, float** a, float** c, nint aOffset, float* b, int depth, int width, int columns, nint column, bool first)
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
            if (wholeColumns && row + height <= rows)
            {
                Tiling.Rows<TLanes>(height, vectors, depth, a + row, aOffset, b, width, c + row, column, start, bias);
            }
            else
            {
                for (int r = 0; r < height; r++)
                {
                    edgeRows[r] = edge + r * 48;
                    if (start == TileStart.Target)
                        Copy(c[row + r] + column, edgeRows[r], columns);
                }

                Tiling.Rows<TLanes>(height, vectors, depth, a + row, aOffset, b, width, edgeRows, 0, start, bias);
                for (int r = 0; r < Math.Min(height, rows - row); r++)
                    Copy(edgeRows[r], c[row + r] + column, columns);
            }

            row += height;
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
