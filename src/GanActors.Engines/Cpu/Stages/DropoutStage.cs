using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;
using GanActors.Randomness;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>Dropout: the mask, already scaled, is drawn in the forward and kept for the way back.</summary>
internal sealed unsafe class DropoutStage<TLanes>(LayerPlan plan, float probability, StreamPurpose purpose, ulong seed) : Stage(plan)
    where TLanes : unmanaged, ILanes<TLanes>
{
    // A multiple of 4: a piece begins with a fresh block of random words.
    private const int ValuesOfWork = 8 * 1024;

    public override long TapeSize(int items, int parts) => items * InputSize;

    public override void Forward(Pass pass, float* x, float* y, float* tape)
    {
        nint count = (nint)pass.Items * (nint)InputSize;
        var stream = new RandomStream(seed, purpose, (ushort)Plan.Index, pass.Draw);
        var work = new Drop
        {
            Source = x,
            Target = y,
            Mask = tape,
            Count = count,
            Probability = probability,
            Stream = stream,
            Draw = pass.Mode != PassMode.Inference,
            Activation = Activation,
        };
        pass.Crew.Run((int)((count + ValuesOfWork - 1) / ValuesOfWork), ref work);
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (dx == null)
            return;
        Multiply(pass, dy, dx, tape, Gate, x);
    }

    // A diagonal map: forward is as back.
    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate) =>
        Multiply(pass, tx, ty, tape, gate, y);

    private void Multiply(Pass pass, float* source, float* target, float* mask, Activation gate, float* gateY)
    {
        nint count = (nint)pass.Items * (nint)InputSize;
        var work = new Mask { Source = source, Target = target, Kept = mask, Count = count, Gate = gate, X = gateY };
        pass.Crew.Run((int)((count + ValuesOfWork - 1) / ValuesOfWork), ref work);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(float* a, float* b, float* target, nint count)
    {
        nint i = 0;
        for (; i + TLanes.Count <= count; i += TLanes.Count)
            TLanes.Store(target + i, TLanes.Load(a + i) * TLanes.Load(b + i));
        for (; i < count; i++)
            target[i] = a[i] * b[i];
    }

    private struct Drop : ITiledWork
    {
        public float* Source, Target, Mask;
        public nint Count;
        public float Probability;
        public RandomStream Stream;
        public bool Draw;
        public Activation Activation;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint from = (nint)tile * ValuesOfWork;
            nint count = Math.Min(ValuesOfWork, Count - from);
            if (Draw)
            {
                float* mask = Mask + from;
                Stream.Uniform(new Span<float>(mask, (int)count), (uint)(from / 4));
                ToMask(mask, count);
                Multiply(Source + from, mask, Target + from, count);
            }
            else
            {
                new ReadOnlySpan<float>(Source + from, (int)count).CopyTo(new Span<float>(Target + from, (int)count));
            }

            ActivationKernel.Apply<TLanes>(Activation, Target + from, 1, 0, count);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void ToMask(float* mask, nint count)
        {
            float scale = Probability < 1f ? 1f / (1f - Probability) : 0f;
            nint i = 0;
            for (; i + TLanes.Count <= count; i += TLanes.Count)
            {
                var kept = TLanes.IfGreater(TLanes.All(Probability), TLanes.Load(mask + i), TLanes.All(0f), TLanes.All(scale));
                TLanes.Store(mask + i, kept);
            }

            for (; i < count; i++)
                mask[i] = Probability > mask[i] ? 0f : scale;
        }
    }

    private struct Mask : ITiledWork
    {
        public float* Source, Target, Kept, X;
        public nint Count;
        public Activation Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint from = (nint)tile * ValuesOfWork;
            nint count = Math.Min(ValuesOfWork, Count - from);
            Multiply(Source + from, Kept + from, Target + from, count);
            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, X + from, Target + from, Target + from, 1, 0, count);
        }
    }
}
