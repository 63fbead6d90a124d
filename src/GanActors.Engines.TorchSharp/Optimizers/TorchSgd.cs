using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Optimizers;

/// <summary>Stochastic gradient descent, with momentum and Nesterov's if asked: the velocity starts as the first gradient.</summary>
internal sealed class TorchSgd(OptimizerSpec spec) : TorchOptimizer(spec)
{
    private readonly Scalar _momentum = spec.Momentum;

    public override void Step(Tensor weights, Tensor gradients, Tensor[] moments, long step, double rate)
    {
        Decay(weights, gradients, Spec.WeightDecay);
        var direction = gradients;
        if (moments.Length > 0)
        {
            var velocity = moments[0].mul_(_momentum).add_(gradients);
            direction = Spec.Nesterov ? gradients.add_(velocity, _momentum) : velocity;
        }

        using Scalar back = -rate;
        weights.add_(direction, back);
    }

    /// <inheritdoc/>
    public override void Dispose() => _momentum.Dispose();
}
