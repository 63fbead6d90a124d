using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>Average pooling without padding: the mean of each window; back, a mean's gradient is shared out among its window.</summary>
internal sealed unsafe class AvgPool2dStage<TLanes>(LayerPlan plan, int kernel, int stride) : Stage(plan)
    where TLanes : unmanaged, ILanes<TLanes>
{
    public override void Forward(Pass pass, float* x, float* y, float* tape)
    {
        var work = new Pool { Windows = Sizes(), Image = x, Means = y, Activation = Activation };
        pass.Crew.Run(pass.Items, ref work);
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (dx == null)
            return;
        var work = new Share { Windows = Sizes(), Means = dy, Image = dx, Gate = Gate, X = x };
        pass.Crew.Run(pass.Items, ref work);
    }

    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate)
    {
        var work = new Pool { Windows = Sizes(), Image = tx, Means = ty, Gate = gate, Y = y };
        pass.Crew.Run(pass.Items, ref work);
    }

    private Sizing Sizes() => new(Plan.Input[0], Plan.Input[1], Plan.Input[2], Plan.Output[1], Plan.Output[2], kernel, stride);

    private readonly record struct Sizing(int Channels, int Height, int Width, int PooledHeight, int PooledWidth, int Kernel, int Stride)
    {
        public nint Size => (nint)Height * Width * Channels;

        public nint PooledSize => (nint)PooledHeight * PooledWidth * Channels;
    }

    private struct Pool : ITiledWork
    {
        public Sizing Windows;
        public float* Image, Means, Y;
        public Activation Activation, Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            float* image = Image + tile * Windows.Size, mean = Means + tile * Windows.PooledSize;
            for (int row = 0; row < Windows.PooledHeight; row++)
            {
                for (int column = 0; column < Windows.PooledWidth; column++, mean += Windows.Channels)
                {
                    float* window = image + ((nint)row * Windows.Stride * Windows.Width + column * Windows.Stride) * Windows.Channels;
                    nint i = 0;
                    for (; i + TLanes.Count <= Windows.Channels; i += TLanes.Count)
                        TLanes.Store(mean + i, Mean<TLanes>(window + i));
                    for (; i < Windows.Channels; i++)
                        Lanes1.Store(mean + i, Mean<Lanes1>(window + i));
                }
            }

            mean = Means + tile * Windows.PooledSize;
            ActivationKernel.Apply<TLanes>(Activation, mean, 1, 0, Windows.PooledSize);
            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, Y + tile * Windows.PooledSize, mean, mean, 1, 0, Windows.PooledSize);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TAny Mean<TAny>(float* window)
            where TAny : unmanaged, ILanes<TAny>
        {
            var sum = TAny.All(0f);
            for (int down = 0; down < Windows.Kernel; down++)
            {
                for (int across = 0; across < Windows.Kernel; across++)
                    sum += TAny.Load(window + ((nint)down * Windows.Width + across) * Windows.Channels);
            }

            return sum * TAny.All(1f / (Windows.Kernel * Windows.Kernel));
        }
    }

    private struct Share : ITiledWork
    {
        public Sizing Windows;
        public float* Means, Image, X;
        public Activation Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            float* image = Image + tile * Windows.Size, mean = Means + tile * Windows.PooledSize;
            new Span<float>(image, (int)Windows.Size).Clear();
            float share = 1f / (Windows.Kernel * Windows.Kernel);
            for (int row = 0; row < Windows.PooledHeight; row++)
            {
                for (int column = 0; column < Windows.PooledWidth; column++, mean += Windows.Channels)
                {
                    float* window = image + ((nint)row * Windows.Stride * Windows.Width + column * Windows.Stride) * Windows.Channels;
                    for (int down = 0; down < Windows.Kernel; down++)
                    {
                        for (int across = 0; across < Windows.Kernel; across++)
                            Add(window + ((nint)down * Windows.Width + across) * Windows.Channels, mean, share);
                    }
                }
            }

            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, X + tile * Windows.Size, image, image, 1, 0, Windows.Size);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Add(float* target, float* source, float share)
        {
            nint i = 0;
            for (; i + TLanes.Count <= Windows.Channels; i += TLanes.Count)
                TLanes.Store(target + i, TLanes.MultiplyAdd(TLanes.Load(source + i), TLanes.All(share), TLanes.Load(target + i)));
            for (; i < Windows.Channels; i++)
                target[i] += source[i] * share;
        }
    }
}
