using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>Some rows of a matrix in panels to rows of another, which holds their transpose; block by block in registers.</summary>
internal unsafe struct PanelTranspose<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    public float* Source;
    public Panels From;

    /// <summary>The first of the rows, and how many.</summary>
    public int FromRow;
    public int Rows;

    /// <summary>The transpose: column c of the source goes to row <see cref="ToRow"/> + c.</summary>
    public float* Target;
    public Panels To;
    public int ToRow;

    /// <summary>Does all those rows.</summary>
    public void Run(Crew crew)
    {
        crew.Run((Rows + To.FullWidth - 1) / To.FullWidth * From.Count, ref this);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        float* edge = stackalloc float[16 * 16];
        // One panel of the target after the other, as the product will read them: most of them by the core that wrote them.
        int panel = tile % From.Count;
        int rowFrom = tile / From.Count * To.FullWidth;
        int rowTo = Math.Min(Rows, rowFrom + To.FullWidth);
        int width = From.Width(panel), columns = From.ColumnsOf(panel);
        float* source = Source + From.Offset(panel) + (nint)FromRow * width;
        for (int row = rowFrom; row < rowTo; row += TLanes.Count)
        {
            int target = row / To.FullWidth;
            nint stride = To.Width(target);
            float* block = Target + To.Offset(target) + (ToRow + (nint)panel * From.FullWidth) * stride + row % To.FullWidth;
            for (int column = 0; column < columns; column += TLanes.Count)
            {
                float* at = source + (nint)row * width + column;
                if (column + TLanes.Count <= columns)
                {
                    TLanes.Transpose(at, width, block + column * stride, stride);
                    continue;
                }

                TLanes.Transpose(at, width, edge, TLanes.Count);
                for (int rest = column; rest < columns; rest++)
                {
                    for (int i = 0; i < TLanes.Count; i++)
                        block[rest * stride + i] = edge[(rest - column) * TLanes.Count + i];
                }
            }
        }
    }
}
