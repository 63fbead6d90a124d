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
        Multiply(pass, x, dy, dx, Gate, x);
    }

    public override bool IsCurved => true;

    // A diagonal map: forward is as back.
    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate) =>
        Multiply(pass, x, tx, ty, gate, y);

    public override bool TangentBackward(Pass pass, float* x, float* tape, float* tx, float* notes, float* u, float* w)
    {
        if (w == null)
            return false;
        var work = new Bends { X = x, T = tx, U = u, W = w, Count = (nint)pass.Items * (nint)InputSize, Gate = Gate };
        pass.Crew.Run((int)((work.Count + ValuesOfWork - 1) / ValuesOfWork), ref work);
        return true;
    }

    private void Multiply(Pass pass, float* x, float* source, float* target, Activation gate, float* gateY)
    {
        var work = new Slopes { X = x, Dy = source, Dx = target, Count = (nint)pass.Items * (nint)InputSize, Gate = gate, GateY = gateY };
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
        public float* X, Dy, Dx, GateY;
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
                ActivationKernel.Gate<TLanes>(Gate, GateY + from, Dx + from, Dx + from, 1, 0, to - from);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TAny Slope<TAny>(TAny x)
            where TAny : unmanaged, ILanes<TAny> => LaneMath.NormalDistribution(x) + x * LaneMath.NormalDensity(x);
    }

    private struct Bends : ITiledWork
    {
        public float* X, T, U, W;
        public nint Count;
        public Activation Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint from = (nint)tile * ValuesOfWork, to = Math.Min(Count, from + ValuesOfWork), i = from;
            for (; i + TLanes.Count <= to; i += TLanes.Count)
                TLanes.Store(W + i, TLanes.Load(T + i) * TLanes.Load(U + i) * Bend(TLanes.Load(X + i)));
            for (; i < to; i++)
                Lanes1.Store(W + i, Lanes1.Load(T + i) * Lanes1.Load(U + i) * Bend(Lanes1.Load(X + i)));
            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, X + from, W + from, W + from, 1, 0, to - from);
        }

        // The second derivative: (2 - x^2) times the normal density.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TAny Bend<TAny>(TAny x)
            where TAny : unmanaged, ILanes<TAny> => (TAny.All(2f) - x * x) * LaneMath.NormalDensity(x);
    }
}
