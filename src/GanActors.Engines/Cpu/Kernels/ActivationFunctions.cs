using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>A function of one number that can be differentiated from its result.</summary>
internal interface IActivationFunction
{
    TLanes Value<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>gradient * f'(x), given y = f(x).</summary>
    TLanes Gate<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>f''(x) / f'(x), given y = f(x): finite even where both vanish.</summary>
    TLanes Bend<TLanes>(TLanes y)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.All(0f);
}

internal readonly struct ReluFunction : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Max(TLanes.All(0f), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Gate<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.IfGreater(y, TLanes.All(0f), gradient, TLanes.All(0f));
}

internal readonly struct LeakyReluFunction(float slope) : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.IfGreater(x, TLanes.All(0f), x, x * TLanes.All(slope));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Gate<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.IfGreater(y, TLanes.All(0f), gradient, gradient * TLanes.All(slope));
}

internal readonly struct EluFunction(float alpha, float scale) : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.IfGreater(x, TLanes.All(0f), x * TLanes.All(scale), LaneMath.Expm1(x) * TLanes.All(alpha * scale));

    // Below zero f'(x) = scale alpha e^x = y + scale alpha.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Gate<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes> =>
        gradient * TLanes.IfGreater(y, TLanes.All(0f), TLanes.All(scale), y + TLanes.All(alpha * scale));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Bend<TLanes>(TLanes y)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.IfGreater(y, TLanes.All(0f), TLanes.All(0f), TLanes.All(1f));
}

internal readonly struct TanhFunction : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Gate<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes> => gradient * (TLanes.All(1f) - y * y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Bend<TLanes>(TLanes y)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.All(-2f) * y;
}

internal readonly struct SigmoidFunction : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Gate<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes> => gradient * (y * (TLanes.All(1f) - y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Bend<TLanes>(TLanes y)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.All(1f) - (y + y);
}

internal readonly struct SoftplusFunction : IActivationFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Value<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Softplus(x);

    // f'(x) = sigmoid(x) = 1 - e^-y.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Gate<TLanes>(TLanes y, TLanes gradient)
        where TLanes : unmanaged, ILanes<TLanes> => gradient * (TLanes.All(0f) - LaneMath.Expm1(TLanes.All(0f) - y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Bend<TLanes>(TLanes y)
        where TLanes : unmanaged, ILanes<TLanes> => LaneMath.Exp(TLanes.All(0f) - y);
}
