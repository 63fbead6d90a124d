using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>GELU, x times the normal distribution function of x. It is not monotonic, so its derivative needs the argument and not the result.</summary>
internal sealed unsafe class GeluStage<TLanes>(LayerPlan plan) : Stage(plan)
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int ValuesOfWork = 8 * 1024;

    public override void Forward(Pass pass, float* x, float* y, float* tape)
    {
        var work = new Values { X = x, Y = y, Count = (nint)pass.Items * (nint)InputSize, Activation = Activation };
        pass.Crew.Run((int)((work.Count + ValuesOfWork - 1) / ValuesOfWork), ref work);
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (dx == null)
            return;
        var work = new Slopes { X = x, Dy = dy, Dx = dx, Count = (nint)pass.Items * (nint)InputSize, Gate = Gate };
        pass.Crew.Run((int)((work.Count + ValuesOfWork - 1) / ValuesOfWork), ref work);
    }

    private struct Values : ITiledWork
    {
        public float* X, Y;
        public nint Count;
        public Activation Activation;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint from = (nint)tile * ValuesOfWork, to = Math.Min(Count, from + ValuesOfWork), i = from;
            for (; i + TLanes.Count <= to; i += TLanes.Count)
                TLanes.Store(Y + i, Value(TLanes.Load(X + i)));
            for (; i < to; i++)
                Lanes1.Store(Y + i, Value(Lanes1.Load(X + i)));
            ActivationKernel.Apply<TLanes>(Activation, Y + from, 1, 0, to - from);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TAny Value<TAny>(TAny x)
            where TAny : unmanaged, ILanes<TAny> => x * LaneMath.NormalDistribution(x);
    }

    private struct Slopes : ITiledWork
    {
        public float* X, Dy, Dx;
        public nint Count;
        public Activation Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint from = (nint)tile * ValuesOfWork, to = Math.Min(Count, from + ValuesOfWork), i = from;
            for (; i + TLanes.Count <= to; i += TLanes.Count)
                TLanes.Store(Dx + i, TLanes.Load(Dy + i) * Slope(TLanes.Load(X + i)));
            for (; i < to; i++)
                Lanes1.Store(Dx + i, Lanes1.Load(Dy + i) * Slope(Lanes1.Load(X + i)));
            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, X + from, Dx + from, Dx + from, 1, 0, to - from);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TAny Slope<TAny>(TAny x)
            where TAny : unmanaged, ILanes<TAny> => LaneMath.NormalDistribution(x) + x * LaneMath.NormalDensity(x);
    }
}
