using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>Stochastic gradient descent, with PyTorch's momentum and Nesterov's if asked: the velocity starts as the first gradient.</summary>
internal sealed unsafe class Sgd<TLanes>(OptimizerSpec spec) : Optimizer
    where TLanes : unmanaged, ILanes<TLanes>
{
    private float[] _squareSums = [];

    public override ImmutableArray<string> Moments { get; } = spec.Momentum != 0f ? ["momentum_buffer"] : [];

    public override float Step(Crew crew, float* weights, float* gradients, float* moments, nint count, long step)
    {
        var update = new Update
        {
            Weights = weights,
            Gradients = gradients,
            Velocity = spec.Momentum != 0f ? moments : null,
            Count = count,
            Rate = spec.LearningRate,
            Momentum = spec.Momentum,
            Decay = spec.WeightDecay,
            Nesterov = spec.Nesterov,
        };
        return GradientNorm.Run(crew, update, count, ref _squareSums);
    }

    private struct Update : IUpdate
    {
        public float* Weights, Gradients, Velocity;
        public nint Count;
        public float Rate, Momentum, Decay;
        public bool Nesterov;

        public float* SquareSums { get; set; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint from = (nint)tile * GradientNorm.Piece, to = Math.Min(Count, from + GradientNorm.Piece);
            TLanes rate = TLanes.All(-Rate), momentum = TLanes.All(Momentum), decay = TLanes.All(Decay);
            var squares = TLanes.All(0f);
            for (nint i = from; i < to; i += TLanes.Count)
            {
                var gradient = TLanes.Load(Gradients + i);
                var weight = TLanes.Load(Weights + i);
                squares = TLanes.MultiplyAdd(gradient, gradient, squares);
                gradient = TLanes.MultiplyAdd(decay, weight, gradient);
                if (Velocity != null)
                {
                    var velocity = TLanes.MultiplyAdd(momentum, TLanes.Load(Velocity + i), gradient);
                    TLanes.Store(Velocity + i, velocity);
                    gradient = Nesterov ? TLanes.MultiplyAdd(momentum, velocity, gradient) : velocity;
                }

                TLanes.Store(Weights + i, TLanes.MultiplyAdd(rate, gradient, weight));
            }

            SquareSums[tile] = TLanes.Sum(squares);
        }
    }
}
