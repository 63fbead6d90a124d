using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>
/// What an activation's curvature adds to the gradient of its argument x: f''(x) times the change of x times the weight v of the change of f(x).
/// With u = f'(x) v in place of v that is (f''/f')(x) t u, which needs no x but y = f(x).
/// </summary>
internal unsafe struct ElementwiseBend<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int ValuesOfWork = 16 * 1024;

    public Activation Activation;

    /// <summary>f(x).</summary>
    public float* Y;

    /// <summary>The change of x.</summary>
    public float* Tangent;

    /// <summary>The weight of that change, the activation passed.</summary>
    public float* Adjoint;

    /// <summary>Where it goes.</summary>
    public float* Target;

    /// <summary>Whether it is added to what is there.</summary>
    public bool Add;

    public nint Count;

    /// <summary>Does all elements.</summary>
    public void Run(Crew crew) => crew.Run((int)((Count + ValuesOfWork - 1) / ValuesOfWork), ref this);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        nint from = (nint)tile * ValuesOfWork, to = Math.Min(Count, from + ValuesOfWork);
        switch (Activation.Kind)
        {
            case ActivationKind.Elu:
                Bend<EluFunction>(new(Activation.Alpha, Activation.Scale), from, to);
                break;
            case ActivationKind.Tanh:
                Bend<TanhFunction>(default, from, to);
                break;
            case ActivationKind.Sigmoid:
                Bend<SigmoidFunction>(default, from, to);
                break;
            case ActivationKind.Softplus:
                Bend<SoftplusFunction>(default, from, to);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Bend<TFunction>(TFunction function, nint from, nint to)
        where TFunction : struct, IActivationFunction
    {
        nint i = from;
        for (; i + TLanes.Count <= to; i += TLanes.Count)
            One<TLanes, TFunction>(function, i);
        for (; i < to; i++)
            One<Lanes1, TFunction>(function, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void One<TAny, TFunction>(TFunction function, nint at)
        where TAny : unmanaged, ILanes<TAny>
        where TFunction : struct, IActivationFunction
    {
        var value = function.Bend(TAny.Load(Y + at)) * (TAny.Load(Tangent + at) * TAny.Load(Adjoint + at));
        TAny.Store(Target + at, Add ? TAny.Load(Target + at) + value : value);
    }
}
