using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>RMSprop (Tieleman and Hinton, 2012) as PyTorch writes it: epsilon outside the root, momentum over the scaled gradient.</summary>
internal sealed unsafe class RmsProp<TLanes>(OptimizerSpec spec) : Optimizer(spec)
    where TLanes : unmanaged, ILanes<TLanes>
{
    public override void Step(Crew crew, in Move move)
    {
        var update = new Update
        {
            Weights = move.Weights,
            Gradients = move.Gradients,
            Squares = move.Moments,
            Velocity = Spec.Momentum != 0f ? move.Moments + move.Count : null,
            Count = move.Count,
            Scale = move.GradientScale,
            After = move.After,
            Rate = (float)move.Rate,
            Momentum = Spec.Momentum,
            Decay = Spec.WeightDecay,
            Alpha = Spec.Alpha,
            Rest = (float)(1 - Written.Number(Spec.Alpha)),
            Epsilon = Spec.Epsilon,
        };
        crew.Run(Pieces(move.Count), ref update);
    }

    private struct Update : ITiledWork
    {
        public float* Weights, Gradients, Squares, Velocity;
        public nint Count;
        public float Scale, Rate, Momentum, Decay, Alpha, Rest, Epsilon;
        public AfterMove After;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint from = (nint)tile * Piece, to = Math.Min(Count, from + Piece);
            TLanes rate = TLanes.All(-Rate), momentum = TLanes.All(Momentum), decay = TLanes.All(Decay);
            TLanes alpha = TLanes.All(Alpha), rest = TLanes.All(Rest), epsilon = TLanes.All(Epsilon);
            var scale = TLanes.All(Scale);
            for (nint i = from; i < to; i += TLanes.Count)
            {
                var gradient = scale * TLanes.Load(Gradients + i);
                var weight = TLanes.Load(Weights + i);
                gradient = TLanes.MultiplyAdd(decay, weight, gradient);
                var average = TLanes.MultiplyAdd(alpha, TLanes.Load(Squares + i), rest * (gradient * gradient));
                TLanes.Store(Squares + i, average);
                var direction = gradient / (TLanes.Sqrt(average) + epsilon);
                if (Velocity != null)
                {
                    direction = TLanes.MultiplyAdd(momentum, TLanes.Load(Velocity + i), direction);
                    TLanes.Store(Velocity + i, direction);
                }

                TLanes.Store(Weights + i, TLanes.MultiplyAdd(rate, direction, weight));
            }

            After.Run<TLanes>(Weights, from, to);
        }
    }
}
