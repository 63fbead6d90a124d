using System.Collections.Immutable;
using GanActors.Engines.Cpu.Optimizers;
using GanActors.Networks;

namespace GanActors.Engines;

/// <summary>What the optimisers and what follows their steps are in every engine, with PyTorch's names and constants.</summary>
internal static class OptimizerRules
{
    // PyTorch's, against a division by zero.
    private const double ClipEpsilon = 1e-6;

    /// <summary>What an optimiser keeps for each weight.</summary>
    public static ImmutableArray<string> Moments(OptimizerSpec spec) => spec.Kind switch
    {
        OptimizerKind.Adam or OptimizerKind.AdamW => ["exp_avg", "exp_avg_sq"],
        OptimizerKind.RmsProp => spec.Momentum != 0f ? ["square_avg", "momentum_buffer"] : ["square_avg"],
        OptimizerKind.Sgd => spec.Momentum != 0f ? ["momentum_buffer"] : [],
        _ => throw new NotSupportedException($"There is no optimiser {spec.Kind}."),
    };

    /// <summary>The largest gradient whose step is a number: where squares are kept, those of larger ones would be infinite for ever.</summary>
    public static float LargestGradient(OptimizerSpec spec) => spec.Kind == OptimizerKind.Sgd ? float.MaxValue : MathF.Sqrt(float.MaxValue);

    /// <summary>A step's learning rate, its schedule applied.</summary>
    /// <param name="spec">The optimiser.</param>
    /// <param name="learningRate">The rate before its schedule.</param>
    /// <param name="step">The step's number, from 1.</param>
    public static double Rate(OptimizerSpec spec, float learningRate, long step) => Written.Number(learningRate) * (spec.Schedule?.At(step) ?? 1);

    /// <summary>What every gradient is multiplied by so that their norm, which is given, is at most the spec's.</summary>
    public static double ClipScale(OptimizerSpec spec, double norm) =>
        spec.ClipNorm == 0f ? 1 : Math.Min(1, Written.Number(spec.ClipNorm) / (norm + ClipEpsilon));

    /// <summary>How much of the way to the weights their moving average goes after a step.</summary>
    /// <param name="spec">The average.</param>
    /// <param name="step">The step's number, from 1.</param>
    public static double AverageShare(AverageSpec spec, long step) =>
        1 - Math.Min(Written.Number(spec.Decay), (1.0 + step) / (Written.Number(spec.RampUp) + step));

    /// <summary>
    /// The numbers of one step of Adam. lr / c1 * m / (sqrt(v) / c2 + eps), with c2 taken out of the fraction: rate * m / (sqrt(v) + epsilon).
    /// </summary>
    public static AdamStep Adam(OptimizerSpec spec, long step, double rate)
    {
        double beta1 = Written.Number(spec.Beta1), beta2 = Written.Number(spec.Beta2);
        double rootCorrection = Math.Sqrt(1 - Math.Pow(beta2, step));
        bool decoupled = spec.Kind == OptimizerKind.AdamW;
        return new AdamStep(
            beta1,
            beta2,
            rate * rootCorrection / (1 - Math.Pow(beta1, step)),
            Written.Number(spec.Epsilon) * rootCorrection,
            decoupled ? 0f : spec.WeightDecay,
            decoupled ? 1 - rate * Written.Number(spec.WeightDecay) : 1);
    }
}

/// <summary>The numbers of one step of Adam.</summary>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second.</param>
/// <param name="Rate">What m / (sqrt(v) + epsilon) is multiplied by.</param>
/// <param name="Epsilon">See there.</param>
/// <param name="Decay">What the gradient gets of the weight.</param>
/// <param name="Shrink">What the weight is multiplied by first.</param>
internal readonly record struct AdamStep(double Beta1, double Beta2, double Rate, double Epsilon, float Decay, double Shrink);
