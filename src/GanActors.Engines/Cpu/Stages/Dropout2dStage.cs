using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;
using GanActors.Randomness;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>Dropout of whole channels: one number an item and channel, multiplied to all pixels.</summary>
internal sealed unsafe class Dropout2dStage<TLanes>(LayerPlan plan, float probability, StreamPurpose purpose, ulong seed) : Stage(plan)
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly int _channels = plan.Input[0];
    private readonly int _pixels = plan.Input.Size / plan.Input[0];

    public override long TapeSize(int items, int parts) => (long)items * _channels;

    public override void Forward(Pass pass, float* x, float* y, float* tape)
    {
        var factors = new Span<float>(tape, pass.Items * _channels);
        if (pass.Mode == PassMode.Inference)
        {
            factors.Fill(1f);
        }
        else
        {
            new RandomStream(seed, purpose, (ushort)Plan.Index, pass.Draw).Uniform(factors);
            float scale = probability < 1f ? 1f / (1f - probability) : 0f;
            foreach (ref float factor in factors)
                factor = probability > factor ? 0f : scale;
        }

        var work = new Scale { Source = x, Target = y, Factors = tape, Channels = _channels, Pixels = _pixels, Activation = Activation };
        pass.Crew.Run(pass.Items, ref work);
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (dx == null)
            return;
        var work = new Scale { Source = dy, Target = dx, Factors = tape, Channels = _channels, Pixels = _pixels, Gate = Gate, X = x };
        pass.Crew.Run(pass.Items, ref work);
    }

    // A diagonal map: forward is as back.
    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate)
    {
        var work = new Scale { Source = tx, Target = ty, Factors = tape, Channels = _channels, Pixels = _pixels, Gate = gate, X = y };
        pass.Crew.Run(pass.Items, ref work);
    }

    private struct Scale : ITiledWork
    {
        public float* Source, Target, Factors, X;
        public int Channels, Pixels;
        public Activation Activation, Gate;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint size = (nint)Pixels * Channels;
            float* factors = Factors + (nint)tile * Channels, source = Source + tile * size, target = Target + tile * size;
            for (nint pixel = 0; pixel < size; pixel += Channels)
            {
                nint i = 0;
                for (; i + TLanes.Count <= Channels; i += TLanes.Count)
                    TLanes.Store(target + pixel + i, TLanes.Load(source + pixel + i) * TLanes.Load(factors + i));
                for (; i < Channels; i++)
                    target[pixel + i] = source[pixel + i] * factors[i];
            }

            ActivationKernel.Apply<TLanes>(Activation, target, 1, 0, size);
            if (Gate.Kind != ActivationKind.None)
                ActivationKernel.Gate<TLanes>(Gate, X + tile * size, target, target, 1, 0, size);
        }
    }
}
