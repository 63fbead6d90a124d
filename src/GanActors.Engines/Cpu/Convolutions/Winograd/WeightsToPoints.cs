using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>Weights to points, first down the kernel's columns, then across. One piece of work is a stretch of a panel, every phase of it.</summary>
internal unsafe struct WeightsToPoints<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Numbers of a tap that are done together: of this length all points of one phase stay in the first-level cache.</summary>
    public const int Stretch = 192;

    public WeightBlocks Blocks;
    public float* Taps;
    public float* Points;

    private int _stretches;

    /// <summary>Does all weights.</summary>
    public void Run(Crew crew)
    {
        _stretches = (Blocks.Rows * Blocks.Taps.FullWidth + Stretch - 1) / Stretch;
        crew.Run(Blocks.Taps.Count * _stretches, ref this);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        int panel = tile / _stretches, from = tile % _stretches * Stretch;
        int width = Math.Min(Stretch, Blocks.Rows * Blocks.Taps.Width(panel) - from);
        if (width <= 0)
            return;
        int taps = Blocks.Down.Inputs, tapsAcross = Blocks.Across.Inputs, stride = Blocks.Stride;
        const int RowSize = Stretch + 16;
        float* rows = stackalloc float[Blocks.Down.Points * tapsAcross * RowSize];
        float* zeros = stackalloc float[Stretch];
        new Span<float>(zeros, Stretch).Clear();
        float** x = stackalloc float*[PointMatrix.RowSize];
        for (int phase = 0; phase < stride * stride; phase++)
        {
            for (int tap = 0; tap < tapsAcross; tap++)
            {
                int column = tap * stride + phase % stride;
                for (int i = 0; i < taps; i++)
                {
                    int row = i * stride + phase / stride;
                    x[i] = row < Blocks.Kernel && column < Blocks.Kernel ? Taps + Blocks.Tap(panel, row, column) + from : zeros;
                }

                Blocks.Down.ToPoints<TLanes>(x, rows + tap * RowSize, tapsAcross * RowSize, width);
            }

            float* target = Points + Blocks.Phase(panel, phase) + from;
            for (int down = 0; down < Blocks.Down.Points; down++, target += Blocks.Across.Points * Blocks.PointStride)
            {
                for (int i = 0; i < tapsAcross; i++)
                    x[i] = rows + (down * tapsAcross + i) * RowSize;
                Blocks.Across.ToPoints<TLanes>(x, target, Blocks.PointStride, width);
            }
        }
    }
}
