using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>A gradient through an activation, element by element: target = gradient * f'(x), given y = f(x).</summary>
internal unsafe struct ElementwiseGate<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int ValuesOfWork = 16 * 1024;

    public Activation Activation;
    public float* Y;
    public float* Gradient;
    public float* Target;
    public nint Count;

    /// <summary>Does all elements.</summary>
    public void Run(Crew crew) => crew.Run((int)((Count + ValuesOfWork - 1) / ValuesOfWork), ref this);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        nint from = (nint)tile * ValuesOfWork;
        nint count = Math.Min(ValuesOfWork, Count - from);
        ActivationKernel.Gate<TLanes>(Activation, Y + from, Gradient + from, Target + from, 1, 0, count);
    }
}
