using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// Minibatch standard deviation (Karras et al., 2018): within groups of a part, the standard deviation of each number over the group, averaged
/// over all numbers, becomes one more channel of every pixel of the group. A part of n items has n / g groups, item i in group i modulo n / g, where g is
/// the largest divisor of n up to the layer's group.
/// </summary>
internal sealed unsafe class MinibatchStdDevStage<TLanes>(LayerPlan plan, int group) : Stage(plan)
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const float Epsilon = 1e-8f;

    private readonly int _channels = plan.Input[0];
    private readonly int _pixels = plan.Input.Size / plan.Input[0];

    // Mean of each number over its group, and its deviation; at most as many groups as items.
    public override long TapeSize(int items, int parts) => 2 * items * InputSize;

    public override void Forward(Pass pass, float* x, float* y, float* tape)
    {
        for (int part = 0; part < pass.Parts; part++)
        {
            int from = pass.Start(part), items = pass.Start(part + 1) - from;
            var work = Work(items);
            work.X = x + from * InputSize;
            work.Y = y + from * OutputSize;
            work.Tape = tape + 2 * from * InputSize;
            work.Activation = Activation;
            pass.Crew.Run(work.Groups, ref work);
        }
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (dx == null)
            return;
        for (int part = 0; part < pass.Parts; part++)
        {
            int from = pass.Start(part), items = pass.Start(part + 1) - from;
            var work = Work(items);
            work.X = x + from * InputSize;
            work.Y = dy + from * OutputSize;
            work.Dx = dx + from * InputSize;
            work.Tape = tape + 2 * from * InputSize;
            work.Gate = Gate;
            pass.Crew.Run(work.Groups, ref work);
        }
    }

    private GroupWork Work(int items)
    {
        int size = Math.Min(group, items);
        while (items % size != 0)
            size--;
        return new GroupWork { Channels = _channels, Pixels = _pixels, Groups = items / size, GroupSize = size };
    }

    // Forward if there is no Dx; backward with Y holding dy.
    private struct GroupWork : ITiledWork
    {
        public float* X, Y, Dx, Tape;
        public int Channels, Pixels, Groups, GroupSize;
        public Activation Activation, Gate;

        private readonly nint Size => (nint)Pixels * Channels;

        private readonly nint OutputSize => (nint)Pixels * (Channels + 1);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            float* means = Tape + 2 * tile * Size, deviations = means + Size;
            if (Dx == null)
                Forward(tile, means, deviations);
            else
                Backward(tile, means, deviations);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Forward(int tile, float* means, float* deviations)
        {
            nint i = 0;
            for (; i + TLanes.Count <= Size; i += TLanes.Count)
                Deviation<TLanes>(tile, means, deviations, i);
            for (; i < Size; i++)
                Deviation<Lanes1>(tile, means, deviations, i);
            double total = 0;
            for (i = 0; i < Size; i++)
                total += deviations[i];
            float mean = (float)(total / Size);
            for (int member = 0; member < GroupSize; member++)
            {
                int item = member * Groups + tile;
                float* x = X + item * Size, y = Y + item * OutputSize;
                for (int pixel = 0; pixel < Pixels; pixel++, x += Channels, y += Channels + 1)
                {
                    new ReadOnlySpan<float>(x, Channels).CopyTo(new Span<float>(y, Channels));
                    y[Channels] = mean;
                }

                ActivationKernel.Apply<TLanes>(Activation, Y + item * OutputSize, 1, 0, OutputSize);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Deviation<TAny>(int tile, float* means, float* deviations, nint at)
            where TAny : unmanaged, ILanes<TAny>
        {
            TAny sum = TAny.All(0f), squares = TAny.All(0f);
            for (int member = 0; member < GroupSize; member++)
                sum += TAny.Load(X + (member * Groups + tile) * Size + at);
            var mean = sum * TAny.All(1f / GroupSize);
            for (int member = 0; member < GroupSize; member++)
            {
                var value = TAny.Load(X + (member * Groups + tile) * Size + at) - mean;
                squares = TAny.MultiplyAdd(value, value, squares);
            }

            TAny.Store(means + at, mean);
            TAny.Store(deviations + at, TAny.Sqrt(TAny.MultiplyAdd(squares, TAny.All(1f / GroupSize), TAny.All(Epsilon))));
        }

        // d deviation / d x = (x - mean) / (group * deviation), and the channel is the mean of all deviations.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Backward(int tile, float* means, float* deviations)
        {
            double total = 0;
            for (int member = 0; member < GroupSize; member++)
            {
                float* dy = Y + (member * Groups + tile) * OutputSize + Channels;
                for (int pixel = 0; pixel < Pixels; pixel++)
                    total += dy[(nint)pixel * (Channels + 1)];
            }

            float share = (float)(total / ((double)Size * GroupSize));
            for (int member = 0; member < GroupSize; member++)
            {
                int item = member * Groups + tile;
                float* x = X + item * Size, dx = Dx + item * Size, dy = Y + item * OutputSize;
                for (int pixel = 0; pixel < Pixels; pixel++)
                {
                    for (int channel = 0; channel < Channels; channel++)
                    {
                        nint at = (nint)pixel * Channels + channel;
                        dx[at] = dy[(nint)pixel * (Channels + 1) + channel] + share * (x[at] - means[at]) / deviations[at];
                    }
                }

                if (Gate.Kind != ActivationKind.None)
                    ActivationKernel.Gate<TLanes>(Gate, x, dx, dx, 1, 0, Size);
            }
        }
    }
}
