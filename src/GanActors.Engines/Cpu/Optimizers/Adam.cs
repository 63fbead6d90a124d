using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, 2015), and AdamW with decoupled decay (Loshchilov and Hutter, 2019), as PyTorch writes them: one pass over weights, gradients and
/// both moments.
/// </summary>
internal sealed unsafe class Adam<TLanes>(OptimizerSpec spec) : Optimizer(spec)
    where TLanes : unmanaged, ILanes<TLanes>
{
    public override void Step(Crew crew, in Move move)
    {
        var numbers = OptimizerRules.Adam(Spec, move.Step, move.Rate);
        var update = new Update
        {
            Weights = move.Weights,
            Gradients = move.Gradients,
            First = move.Moments,
            Second = move.Moments + move.Count,
            Count = move.Count,
            Scale = move.GradientScale,
            After = move.After,
            Beta1 = (float)numbers.Beta1,
            Beta2 = (float)numbers.Beta2,
            Rest1 = (float)(1 - numbers.Beta1),
            Rest2 = (float)(1 - numbers.Beta2),
            Rate = (float)numbers.Rate,
            Epsilon = (float)numbers.Epsilon,
            Decay = numbers.Decay,
            Shrink = (float)numbers.Shrink,
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
