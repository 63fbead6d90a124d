using GanActors.Engines.Cpu.Optimizers;
using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Optimizers;

/// <summary>RMSprop: epsilon outside the root, momentum over the scaled gradient.</summary>
internal sealed class TorchRmsProp(OptimizerSpec spec) : TorchOptimizer(spec)
{
    private readonly Scalar _alpha = spec.Alpha, _rest = 1 - Written.Number(spec.Alpha), _epsilon = spec.Epsilon, _momentum = spec.Momentum;

    public override void Step(Tensor weights, Tensor gradients, Tensor[] moments, long step, double rate)
    {
        Decay(weights, gradients, Spec.WeightDecay);
        moments[0].mul_(_alpha).addcmul_(gradients, gradients, _rest);
        var deviation = moments[0].sqrt().add_(_epsilon);
        using Scalar back = -rate;
        if (moments.Length == 1)
            weights.addcdiv_(gradients, deviation, back);
        else
            weights.add_(moments[1].mul_(_momentum).addcdiv_(gradients, deviation), back);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _alpha.Dispose();
        _rest.Dispose();
        _epsilon.Dispose();
        _momentum.Dispose();
    }
}
