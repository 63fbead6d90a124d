using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Optimizers;

/// <summary>An optimiser over all parameters as one row of numbers. The formulas are PyTorch's, with the numbers that the CPU engine computes.</summary>
internal abstract class TorchOptimizer(OptimizerSpec spec) : IDisposable
{
    /// <summary>Its constants.</summary>
    protected OptimizerSpec Spec { get; } = spec;

    /// <summary>The optimiser of a spec.</summary>
    public static TorchOptimizer Create(OptimizerSpec spec) => spec.Kind switch
    {
        OptimizerKind.Adam or OptimizerKind.AdamW => new TorchAdam(spec),
        OptimizerKind.RmsProp => new TorchRmsProp(spec),
        OptimizerKind.Sgd => new TorchSgd(spec),
        _ => throw new NotSupportedException($"The TorchSharp engine has no optimiser {spec.Kind}."),
    };

    /// <summary>Moves the weights.</summary>
    /// <param name="weights">All weights.</param>
    /// <param name="gradients">Their gradients; may be used up.</param>
    /// <param name="moments">A row for each of <see cref="OptimizerRules.Moments"/>.</param>
    /// <param name="step">Number of this step, from 1.</param>
    /// <param name="rate">This step's learning rate.</param>
    public abstract void Step(Tensor weights, Tensor gradients, Tensor[] moments, long step, double rate);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>L2 decay: the gradient of half the decay times the weights' squares.</summary>
    protected static void Decay(Tensor weights, Tensor gradients, float decay)
    {
        if (decay == 0f)
            return;
        using Scalar share = decay;
        gradients.add_(weights, share);
    }
}
