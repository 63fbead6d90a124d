using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>RMSprop (Tieleman and Hinton, 2012) as PyTorch writes it: epsilon outside the root, momentum over the scaled gradient.</summary>
internal sealed unsafe class RmsProp<TLanes>(OptimizerSpec spec) : Optimizer
    where TLanes : unmanaged, ILanes<TLanes>
{
    private float[] _squareSums = [];

    public override ImmutableArray<string> Moments { get; } =
        spec.Momentum != 0f ? ["square_avg", "momentum_buffer"] : ["square_avg"];

    public override float Step(Crew crew, float* weights, float* gradients, float* moments, nint count, long step)
    {
        var update = new Update
        {
            Weights = weights,
            Gradients = gradients,
            Squares = moments,
            Velocity = spec.Momentum != 0f ? moments + count : null,
            Count = count,
            Rate = spec.LearningRate,
            Momentum = spec.Momentum,
            Decay = spec.WeightDecay,
            Alpha = spec.Alpha,
            Rest = (float)(1 - Written.Number(spec.Alpha)),
            Epsilon = spec.Epsilon,
        };
        return GradientNorm.Run(crew, update, count, ref _squareSums);
    }

    private struct Update : IUpdate
    {
        public float* Weights, Gradients, Squares, Velocity;
        public nint Count;
        public float Rate, Momentum, Decay, Alpha, Rest, Epsilon;

        public float* SquareSums { get; set; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint from = (nint)tile * GradientNorm.Piece, to = Math.Min(Count, from + GradientNorm.Piece);
            TLanes rate = TLanes.All(-Rate), momentum = TLanes.All(Momentum), decay = TLanes.All(Decay);
            TLanes alpha = TLanes.All(Alpha), rest = TLanes.All(Rest), epsilon = TLanes.All(Epsilon);
            var squares = TLanes.All(0f);
            for (nint i = from; i < to; i += TLanes.Count)
            {
                var gradient = TLanes.Load(Gradients + i);
                var weight = TLanes.Load(Weights + i);
                squares = TLanes.MultiplyAdd(gradient, gradient, squares);
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

            SquareSums[tile] = TLanes.Sum(squares);
        }
    }
}
