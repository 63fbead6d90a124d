using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>Stochastic gradient descent, with PyTorch's momentum and Nesterov's if asked: the velocity starts as the first gradient.</summary>
internal sealed unsafe class Sgd<TLanes>(OptimizerSpec spec) : Optimizer(spec)
    where TLanes : unmanaged, ILanes<TLanes>
{
    public override void Step(Crew crew, in Move move)
    {
        var update = new Update
        {
            Weights = move.Weights,
            Gradients = move.Gradients,
            Velocity = Spec.Momentum != 0f ? move.Moments : null,
            Count = move.Count,
            Scale = move.GradientScale,
            After = move.After,
            Rate = (float)move.Rate,
            Momentum = Spec.Momentum,
            Decay = Spec.WeightDecay,
            Nesterov = Spec.Nesterov,
        };
        crew.Run(Pieces(move.Count), ref update);
    }

    private struct Update : ITiledWork
    {
        public float* Weights, Gradients, Velocity;
        public nint Count;
        public float Scale, Rate, Momentum, Decay;
        public bool Nesterov;
        public AfterMove After;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint from = (nint)tile * Piece, to = Math.Min(Count, from + Piece);
            TLanes rate = TLanes.All(-Rate), momentum = TLanes.All(Momentum), decay = TLanes.All(Decay);
            var scale = TLanes.All(Scale);
            for (nint i = from; i < to; i += TLanes.Count)
            {
                var gradient = scale * TLanes.Load(Gradients + i);
                var weight = TLanes.Load(Weights + i);
                gradient = TLanes.MultiplyAdd(decay, weight, gradient);
                if (Velocity != null)
                {
                    var velocity = TLanes.MultiplyAdd(momentum, TLanes.Load(Velocity + i), gradient);
                    TLanes.Store(Velocity + i, velocity);
                    gradient = Nesterov ? TLanes.MultiplyAdd(momentum, velocity, gradient) : velocity;
                }

                TLanes.Store(Weights + i, TLanes.MultiplyAdd(rate, gradient, weight));
            }

            After.Run<TLanes>(Weights, from, to);
        }
    }
}
