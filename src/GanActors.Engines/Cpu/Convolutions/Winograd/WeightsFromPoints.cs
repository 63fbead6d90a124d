using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>Points of a weight gradient back to taps. The transpose of <see cref="WeightsToPoints{TLanes}"/>, in the same pieces of work.</summary>
internal unsafe struct WeightsFromPoints<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    public WeightBlocks Blocks;
    public float* Taps;
    public float* Points;

    /// <summary>Whether the taps are added to those there.</summary>
    public bool Accumulate;

    private int _stretches;

    /// <summary>Does all weights.</summary>
    public void Run(Crew crew)
    {
        _stretches = (Blocks.Rows * Blocks.Taps.FullWidth + WeightsToPoints<TLanes>.Stretch - 1) / WeightsToPoints<TLanes>.Stretch;
        crew.Run(Blocks.Taps.Count * _stretches, ref this);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        int panel = tile / _stretches, from = tile % _stretches * WeightsToPoints<TLanes>.Stretch;
        int width = Math.Min(WeightsToPoints<TLanes>.Stretch, Blocks.Rows * Blocks.Taps.Width(panel) - from);
        if (width <= 0)
            return;
        int taps = Blocks.Down.Inputs, tapsAcross = Blocks.Across.Inputs, stride = Blocks.Stride;
        const int RowSize = WeightsToPoints<TLanes>.Stretch + 16;
        nint tapRow = Blocks.Tap(panel, stride, 0) - Blocks.Tap(panel, 0, 0);
        float* rows = stackalloc float[Blocks.Down.Points * tapsAcross * RowSize];
        for (int phase = 0; phase < stride * stride; phase++)
        {
            float* source = Points + Blocks.Phase(panel, phase) + from;
            for (int down = 0; down < Blocks.Down.Points; down++, source += Blocks.Across.Points * Blocks.PointStride)
            {
                Blocks.Across.FromPoints<TLanes>(
                    source, Blocks.PointStride, rows + down * tapsAcross * RowSize, RowSize, 0, tapsAcross, 0, width);
            }

            // Where the stride does not divide the kernel, some phases have a tap less.
            int row = phase / stride;
            int whole = Math.Min(taps, (Blocks.Kernel - row + stride - 1) / stride);
            for (int tap = 0; tap < tapsAcross; tap++)
            {
                int column = tap * stride + phase % stride;
                if (column < Blocks.Kernel)
                {
                    Blocks.Down.FromPoints<TLanes>(
                        rows + tap * RowSize, tapsAcross * RowSize, Taps + Blocks.Tap(panel, row, column) + from, tapRow,
                        0, whole, Accumulate ? whole : 0, width);
                }
            }
        }
    }
}
