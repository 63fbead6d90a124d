using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>
/// The gradient of taps from <c>[point down][tap across]</c> of panels, as <see cref="PointGradients{TLanes}"/> leaves it. One piece of work is a stretch of a panel.
/// </summary>
internal unsafe struct WeightsFromPoints<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int Stretch = 768;

    public WeightBlocks Blocks;
    public float* Taps;
    public float* Points;

    /// <summary>Whether the taps are added to those there.</summary>
    public bool Accumulate;

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
        int panelWidth = Blocks.Taps.Width(panel);
        int width = Math.Min(Stretch, Blocks.Rows * panelWidth - from);
        if (width <= 0)
            return;
        int stride = Blocks.Stride, tapsAcross = Blocks.Across.Inputs;
        nint size = (nint)Blocks.Matrix.Size, tapRow = Blocks.Tap(panel, stride, 0) - Blocks.Tap(panel, 0, 0);
        for (int phase = 0; phase < stride * stride; phase++)
        {
            float* source = Points + Blocks.Matrix.Offset(panel) + (nint)phase * Blocks.Rows * panelWidth + from;

            // Where the stride does not divide the kernel, some phases have a tap less.
            int row = phase / stride, whole = (Blocks.Kernel - row + stride - 1) / stride;
            for (int tap = 0, column = phase % stride; column < Blocks.Kernel; tap++, column += stride)
            {
                Blocks.Down.FromPoints<TLanes>(
                    source + tap * size, tapsAcross * size, Taps + Blocks.Tap(panel, row, column) + from, tapRow,
                    0, whole, Accumulate ? whole : 0, width);
            }
        }
    }
}
