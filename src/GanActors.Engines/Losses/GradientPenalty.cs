using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Engines.Losses;

/// <summary>
/// The penalties on the discriminator's gradient with respect to its input, in closed form over that gradient, with the direction that
/// <see cref="INetwork.BackwardInputGradient"/> makes parameter gradients of. Written once, for every engine.
/// </summary>
/// <remarks>
/// With g_i the gradient of the logit of item i with respect to all numbers of the item, n items and w the weight:
/// <list type="table">
/// <item><term>R1</term><description>w/2 mean ||g_i||^2, at real items. Direction: w/n g_i (Mescheder, Geiger and Nowozin, 2018).</description></item>
/// <item><term>WGAN-GP</term><description>w mean (||g_i|| - 1)^2, at points between real and fake items. Direction: 2 w/n (1 - 1/||g_i||) g_i; where
/// the gradient vanishes, which has no direction, 0 (Gulrajani et al., 2017).</description></item>
/// </list>
/// A step on the penalty:
/// <code>
/// network.ForwardTraining([points], draw);
/// var g = network.InputGradient(ones);             // one for each logit
/// float penalty = GradientPenalty.Of(spec, g, direction, scale);
/// network.BackwardInputGradient(ones, direction);  // adds to the gathered gradients
/// </code>
/// Lazy regularisation (Karras et al., 2020) takes this step only every so many times and multiplies by <see cref="PenaltySpec.Every"/>:
/// that is the scale.
/// </remarks>
public static class GradientPenalty
{
    /// <summary>The penalty, and its derivative with respect to the gradient it punishes.</summary>
    /// <param name="spec">Which penalty, and its weight.</param>
    /// <param name="gradient">The gradient of each item's logit with respect to the item.</param>
    /// <param name="direction">As many numbers, to be written: scale times the penalty's derivative.</param>
    /// <param name="scale">What the direction is multiplied by; the value that is returned is not.</param>
    /// <returns>The penalty.</returns>
    /// <exception cref="ArgumentException">The direction has another number of numbers.</exception>
    public static float Of(PenaltySpec spec, Batch gradient, Span<float> direction, float scale = 1f)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(gradient);
        var all = gradient.Values.Span;
        if (direction.Length != all.Length)
            throw new ArgumentException($"A gradient of {gradient} needs a direction of {all.Length} numbers, not {direction.Length}.", nameof(direction));
        int size = gradient.Item.Size;
        double total = 0, share = (double)scale * spec.Weight / gradient.Count;
        for (int item = 0; item < gradient.Count; item++)
        {
            var g = all.Slice(item * size, size);
            double square = 0;
            foreach (float value in g)
                square += (double)value * value;
            double norm = Math.Sqrt(square);
            var (punished, factor) = spec.Kind switch
            {
                PenaltyKind.R1 => (square / 2, 1.0),
                PenaltyKind.WganGp => ((norm - 1) * (norm - 1), norm == 0 ? 0 : 2 * (1 - 1 / norm)),
                _ => throw new NotSupportedException($"No formula for the penalty {spec.Kind}."),
            };
            total += punished;
            float each = (float)(factor * share);
            var target = direction.Slice(item * size, size);
            for (int i = 0; i < size; i++)
                target[i] = each * g[i];
        }

        return (float)(spec.Weight * total / gradient.Count);
    }
}
