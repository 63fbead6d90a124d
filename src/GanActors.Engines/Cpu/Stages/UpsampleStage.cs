using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>Nearest-neighbour upsampling: each pixel becomes a square; back, a square's gradients are added up.</summary>
internal sealed unsafe class UpsampleStage<TLanes>(LayerPlan plan, int scale) : Stage(plan)
    where TLanes : unmanaged, ILanes<TLanes>
{
    public override void Forward(Pass pass, float* x, float* y, float* tape)
    {
        var work = new Spread { Plan = Sizes(), Source = x, Target = y, Activation = Activation };
        pass.Crew.Run(pass.Items, ref work);
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (dx == null)
            return;
        var work = new Gather { Plan = Sizes(), Source = dy, Target = dx, Gate = Gate, X = x };
        pass.Crew.Run(pass.Items, ref work);
    }

    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate)
    {
        var work = new Spread { Plan = Sizes(), Source = tx, Target = ty, Gate = gate, Y = y };
        pass.Crew.Run(pass.Items, ref work);
    }

    private Squares Sizes() => new(Plan.Input[0], Plan.Input[1], Plan.Input[2], scale);

    private readonly record struct Squares(int Channels, int Height, int Width, int Scale)
    {
        public nint Size => (nint)Height * Width * Channels;

        public nint LargeSize => Size * Scale * Scale;
    }

    private struct Spread : ITiledWork
    {
        public Squares Plan;
        public float* Source, Target, Y;
        public Activation Activation, Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            var (channels, height, width, scale) = Plan;
            float* source = Source + tile * Plan.Size, target = Target + tile * Plan.LargeSize;
            for (int row = 0; row < height * scale; row++)
            {
                for (int column = 0; column < width * scale; column++, target += channels)
                {
                    float* pixel = source + ((nint)(row / scale) * width + column / scale) * channels;
                    new ReadOnlySpan<float>(pixel, channels).CopyTo(new Span<float>(target, channels));
                }
            }

            target = Target + tile * Plan.LargeSize;
            ActivationKernel.Apply<TLanes>(Activation, target, 1, 0, Plan.LargeSize);
            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, Y + tile * Plan.LargeSize, target, target, 1, 0, Plan.LargeSize);
        }
    }

    private struct Gather : ITiledWork
    {
        public Squares Plan;
        public float* Source, Target, X;
        public Activation Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            var (channels, height, width, scale) = Plan;
            float* source = Source + tile * Plan.LargeSize, target = Target + tile * Plan.Size;
            for (int row = 0; row < height; row++)
            {
                for (int column = 0; column < width; column++, target += channels)
                {
                    float* square = source + ((nint)row * scale * width * scale + column * scale) * channels;
                    nint i = 0;
                    for (; i + TLanes.Count <= channels; i += TLanes.Count)
                        TLanes.Store(target + i, Sum<TLanes>(square + i));
                    for (; i < channels; i++)
                        Lanes1.Store(target + i, Sum<Lanes1>(square + i));
                }
            }

            target = Target + tile * Plan.Size;
            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, X + tile * Plan.Size, target, target, 1, 0, Plan.Size);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TAny Sum<TAny>(float* square)
            where TAny : unmanaged, ILanes<TAny>
        {
            var sum = TAny.All(0f);
            for (int down = 0; down < Plan.Scale; down++)
            {
                for (int across = 0; across < Plan.Scale; across++)
                    sum += TAny.Load(square + ((nint)down * Plan.Width * Plan.Scale + across) * Plan.Channels);
            }

            return sum;
        }
    }
}
