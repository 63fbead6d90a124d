using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>
/// Gradient clipping (Pascanu, Mikolov and Bengio, 2013) with PyTorch's constants: every gradient is brought into a range, then all together are
/// scaled down to a norm.
/// </summary>
internal sealed unsafe class GradientClip<TLanes>(OptimizerSpec spec)
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Brings each gradient into its range where it lies, and says what all are to be multiplied by.</summary>
    /// <param name="crew">Who works.</param>
    /// <param name="gradients">All gradients; finite.</param>
    /// <param name="count">How many; a multiple of 16.</param>
    /// <param name="norm">Their norm; afterwards what none of them exceeds when multiplied.</param>
    /// <param name="measure">Measures it anew.</param>
    public double Clip(Crew crew, float* gradients, nint count, ref double norm, GradientNorm<TLanes> measure)
    {
        // No gradient is larger than their norm.
        if (spec.ClipValue > 0f && norm > spec.ClipValue)
        {
            var bounds = new Bounds { Gradients = gradients, Count = count, Bound = spec.ClipValue };
            crew.Run((int)((count + Optimizer.Piece - 1) / Optimizer.Piece), ref bounds);
            norm = spec.ClipNorm > 0f ? measure.Measure(crew, gradients, count) : spec.ClipValue;
        }

        double scale = OptimizerRules.ClipScale(spec, norm);
        norm *= scale;
        return scale;
    }

    private struct Bounds : ITiledWork
    {
        public float* Gradients;
        public nint Count;
        public float Bound;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint from = (nint)tile * Optimizer.Piece, to = Math.Min(Count, from + Optimizer.Piece);
            TLanes most = TLanes.All(Bound), least = TLanes.All(-Bound);
            for (nint i = from; i < to; i += TLanes.Count)
                TLanes.Store(Gradients + i, TLanes.Min(most, TLanes.Max(least, TLanes.Load(Gradients + i))));
        }
    }
}
