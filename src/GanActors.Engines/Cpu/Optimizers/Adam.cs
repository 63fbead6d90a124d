using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, 2015), and AdamW with decoupled decay (Loshchilov and Hutter, 2019), as PyTorch writes them: one pass over weights, gradients and
/// both moments.
/// </summary>
internal sealed unsafe class Adam<TLanes>(OptimizerSpec spec) : Optimizer
    where TLanes : unmanaged, ILanes<TLanes>
{
    public override ImmutableArray<string> Moments { get; } = ["exp_avg", "exp_avg_sq"];

    public override float LargestGradient => MathF.Sqrt(float.MaxValue);

    public override void Step(Crew crew, in Move move)
    {
        double beta1 = Written.Number(spec.Beta1), beta2 = Written.Number(spec.Beta2);
        double rootCorrection = Math.Sqrt(1 - Math.Pow(beta2, move.Step));
        bool decoupled = spec.Kind == OptimizerKind.AdamW;
        var update = new Update
        {
            Weights = move.Weights,
            Gradients = move.Gradients,
            First = move.Moments,
            Second = move.Moments + move.Count,
            Count = move.Count,
            Scale = move.GradientScale,
            After = move.After,
            Beta1 = (float)beta1,
            Beta2 = (float)beta2,
            Rest1 = (float)(1 - beta1),
            Rest2 = (float)(1 - beta2),
            // lr / c1 * m / (sqrt(v) / c2 + eps) with c2 taken out of the fraction.
            Rate = (float)(move.Rate * rootCorrection / (1 - Math.Pow(beta1, move.Step))),
            Epsilon = (float)(Written.Number(spec.Epsilon) * rootCorrection),
            Decay = decoupled ? 0f : spec.WeightDecay,
            Shrink = decoupled ? (float)(1 - move.Rate * Written.Number(spec.WeightDecay)) : 1f,
        };
        crew.Run(Pieces(move.Count), ref update);
    }

    private struct Update : ITiledWork
    {
        public float* Weights, Gradients, First, Second;
        public nint Count;
        public float Scale, Beta1, Beta2, Rest1, Rest2, Rate, Epsilon, Decay, Shrink;
        public AfterMove After;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint from = (nint)tile * Piece, to = Math.Min(Count, from + Piece);
            TLanes beta1 = TLanes.All(Beta1), rest1 = TLanes.All(Rest1);
            TLanes beta2 = TLanes.All(Beta2), rest2 = TLanes.All(Rest2);
            TLanes rate = TLanes.All(-Rate), epsilon = TLanes.All(Epsilon), decay = TLanes.All(Decay), shrink = TLanes.All(Shrink);
            var scale = TLanes.All(Scale);
            for (nint i = from; i < to; i += TLanes.Count)
            {
                var gradient = scale * TLanes.Load(Gradients + i);
                var weight = TLanes.Load(Weights + i);
                gradient = TLanes.MultiplyAdd(decay, weight, gradient);
                var first = TLanes.MultiplyAdd(beta1, TLanes.Load(First + i), rest1 * gradient);
                var second = TLanes.MultiplyAdd(beta2, TLanes.Load(Second + i), rest2 * (gradient * gradient));
                TLanes.Store(First + i, first);
                TLanes.Store(Second + i, second);
                TLanes.Store(Weights + i, TLanes.MultiplyAdd(rate, first / (TLanes.Sqrt(second) + epsilon), weight * shrink));
            }

            After.Run<TLanes>(Weights, from, to);
        }
    }
}
