using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>An activation with nothing before it that could apply it in place: at the network's start, or after another one.</summary>
internal sealed unsafe class ActivationStage<TLanes>(LayerPlan plan) : Stage(plan)
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int ValuesOfWork = 16 * 1024;

    public override void Forward(Pass pass, float* x, float* y, float* tape)
    {
        var work = new Copy { Source = x, Target = y, Count = (nint)pass.Items * (nint)InputSize, Activation = Activation };
        pass.Crew.Run(Pieces(work.Count), ref work);
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (dx == null)
            return;
        var work = new Copy { Source = dy, Target = dx, Count = (nint)pass.Items * (nint)InputSize, Gate = Gate, X = x };
        pass.Crew.Run(Pieces(work.Count), ref work);
    }

    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate)
    {
        var work = new Copy { Source = tx, Target = ty, Count = (nint)pass.Items * (nint)InputSize, Gate = gate, X = y };
        pass.Crew.Run(Pieces(work.Count), ref work);
    }

    private static int Pieces(nint count) => (int)((count + ValuesOfWork - 1) / ValuesOfWork);

    private struct Copy : ITiledWork
    {
        public float* Source, Target, X;
        public nint Count;
        public Activation Activation, Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint from = (nint)tile * ValuesOfWork;
            nint count = Math.Min(ValuesOfWork, Count - from);
            ActivationKernel.Gate<TLanes>(Gate, X + from, Source + from, Target + from, 1, 0, count);
            ActivationKernel.Apply<TLanes>(Activation, Target + from, 1, 0, count);
        }
    }
}
