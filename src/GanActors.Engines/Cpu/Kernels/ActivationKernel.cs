using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>Activations and their derivatives over a block of rows.</summary>
internal static unsafe class ActivationKernel
{
    /// <summary>x := f(x) on <paramref name="rows"/> rows of <paramref name="width"/>.</summary>
    public static void Apply<TLanes>(Activation activation, float* x, nint rows, nint stride, nint width)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        switch (activation.Kind)
        {
            case ActivationKind.Relu:
                Apply<TLanes, ReluFunction>(default, x, rows, stride, width);
                break;
            case ActivationKind.LeakyRelu:
                Apply<TLanes, LeakyReluFunction>(new(activation.Alpha), x, rows, stride, width);
                break;
            case ActivationKind.Elu:
                Apply<TLanes, EluFunction>(new(activation.Alpha, activation.Scale), x, rows, stride, width);
                break;
            case ActivationKind.Tanh:
                Apply<TLanes, TanhFunction>(default, x, rows, stride, width);
                break;
            case ActivationKind.Sigmoid:
                Apply<TLanes, SigmoidFunction>(default, x, rows, stride, width);
                break;
            case ActivationKind.Softplus:
                Apply<TLanes, SoftplusFunction>(default, x, rows, stride, width);
                break;
        }
    }

    /// <summary>target := gradient * f'(x) with y = f(x), on <paramref name="rows"/> rows of <paramref name="width"/>; all of one stride.</summary>
    public static void Gate<TLanes>(Activation activation, float* y, float* gradient, float* target, nint rows, nint stride, nint width)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        switch (activation.Kind)
        {
            case ActivationKind.Relu:
                Gate<TLanes, ReluFunction>(default, y, gradient, target, rows, stride, width);
                break;
            case ActivationKind.LeakyRelu:
                Gate<TLanes, LeakyReluFunction>(new(activation.Alpha), y, gradient, target, rows, stride, width);
                break;
            case ActivationKind.Elu:
                Gate<TLanes, EluFunction>(new(activation.Alpha, activation.Scale), y, gradient, target, rows, stride, width);
                break;
            case ActivationKind.Tanh:
                Gate<TLanes, TanhFunction>(default, y, gradient, target, rows, stride, width);
                break;
            case ActivationKind.Sigmoid:
                Gate<TLanes, SigmoidFunction>(default, y, gradient, target, rows, stride, width);
                break;
            case ActivationKind.Softplus:
                Gate<TLanes, SoftplusFunction>(default, y, gradient, target, rows, stride, width);
                break;
            default:
                for (nint row = 0; row < rows && gradient != target; row++)
                    new ReadOnlySpan<float>(gradient + row * stride, (int)width).CopyTo(new Span<float>(target + row * stride, (int)width));
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<TLanes, TFunction>(TFunction function, float* x, nint rows, nint stride, nint width)
        where TLanes : unmanaged, ILanes<TLanes>
        where TFunction : struct, IActivationFunction
    {
        for (nint row = 0; row < rows; row++, x += stride)
        {
            nint i = 0;
            for (; i + TLanes.Count <= width; i += TLanes.Count)
                TLanes.Store(x + i, function.Value(TLanes.Load(x + i)));
            for (; i < width; i++)
                Lanes1.Store(x + i, function.Value(Lanes1.Load(x + i)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gate<TLanes, TFunction>(
        TFunction function, float* y, float* gradient, float* target, nint rows, nint stride, nint width)
        where TLanes : unmanaged, ILanes<TLanes>
        where TFunction : struct, IActivationFunction
    {
        for (nint row = 0; row < rows; row++, y += stride, gradient += stride, target += stride)
        {
            nint i = 0;
            for (; i + TLanes.Count <= width; i += TLanes.Count)
                TLanes.Store(target + i, function.Gate(TLanes.Load(y + i), TLanes.Load(gradient + i)));
            for (; i < width; i++)
                Lanes1.Store(target + i, function.Gate(Lanes1.Load(y + i), Lanes1.Load(gradient + i)));
        }
    }
}
