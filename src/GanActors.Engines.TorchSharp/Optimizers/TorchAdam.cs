using GanActors.Engines.Cpu.Optimizers;
using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Optimizers;

/// <summary>Adam, and AdamW with decoupled decay.</summary>
internal sealed class TorchAdam(OptimizerSpec spec) : TorchOptimizer(spec)
{
    private readonly Scalar _beta1 = Written.Number(spec.Beta1), _rest1 = 1 - Written.Number(spec.Beta1);
    private readonly Scalar _beta2 = Written.Number(spec.Beta2), _rest2 = 1 - Written.Number(spec.Beta2);

    public override void Step(Tensor weights, Tensor gradients, Tensor[] moments, long step, double rate)
    {
        var numbers = OptimizerRules.Adam(Spec, step, rate);
        var (first, second) = (moments[0], moments[1]);
        Decay(weights, gradients, numbers.Decay);
        if (numbers.Shrink != 1)
        {
            using Scalar shrink = numbers.Shrink;
            weights.mul_(shrink);
        }

        first.mul_(_beta1).add_(gradients, _rest1);
        second.mul_(_beta2).addcmul_(gradients, gradients, _rest2);
        using Scalar epsilon = numbers.Epsilon, back = -numbers.Rate;
        weights.addcdiv_(first, second.sqrt().add_(epsilon), back);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _beta1.Dispose();
        _rest1.Dispose();
        _beta2.Dispose();
        _rest2.Dispose();
    }
}
