using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Convolutions;

/// <summary>Adds windows up to the images they lie in, each image by one thread in one order; then bias, activation or gate.</summary>
internal unsafe struct FoldWindows<TLanes> : ITiledWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int Four = 4;

    public float* Windows;
    public float* Image;
    public float* Bias;
    public float* GateY;
    public int Height, Width, Channels, FeatureHeight, FeatureWidth, Kernel, Stride, PadTop, PadLeft;
    public Activation Activation, Gate;

    /// <summary>Does all images.</summary>
    public void Run(Crew crew, int items) => crew.Run(items, ref this);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute(int tile)
    {
        int size = Height * Width * Channels;
        float* image = Image + (nint)tile * size;
        Begin(image, size);

        int across = Kernel * Channels;
        float* window = Windows + (nint)tile * FeatureHeight * FeatureWidth * Kernel * across;
        for (int y = 0; y < FeatureHeight; y++)
        {
            for (int x = 0; x < FeatureWidth; x++)
            {
                int left = x * Stride - PadLeft;
                int from = Math.Max(0, -left) * Channels;
                int to = Math.Min(Kernel, Width - left) * Channels;
                for (int row = 0; row < Kernel; row++, window += across)
                {
                    int at = y * Stride - PadTop + row;
                    if (at < 0 || at >= Height)
                        continue;
                    float* target = image + ((nint)at * Width + left) * Channels;
                    int i = from;
                    for (; i + Four <= to; i += Four)
                        (Vector128.Load(target + i) + Vector128.Load(window + i)).Store(target + i);
                    for (; i < to; i++)
                        target[i] += window[i];
                }
            }
        }

        ActivationKernel.Apply<TLanes>(Activation, image, 1, 0, size);
        if (Gate.Kind != ActivationKind.None)
            ActivationKernel.Gate<TLanes>(Gate, GateY + (nint)tile * size, image, image, 1, 0, size);
    }

    private readonly void Begin(float* image, int size)
    {
        if (Bias == null)
        {
            new Span<float>(image, size).Clear();
            return;
        }

        for (int channel = 0; channel < Channels; channel++)
        {
            float bias = Bias[channel];
            for (int i = channel; i < size; i += Channels)
                image[i] = bias;
        }
    }
}
