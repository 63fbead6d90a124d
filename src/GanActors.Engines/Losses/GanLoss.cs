using GanActors.Recipes;

namespace GanActors.Engines.Losses;

/// <summary>
/// What the two players minimise, in closed form over the discriminator's logits, with the gradient that starts back-propagation.
/// Written once, for every engine.
/// </summary>
/// <remarks>
/// Every loss is a mean over the logits given. <c>gradient[i]</c> is <c>scale</c> times the derivative of that mean with respect to
/// <c>logits[i]</c>; the loss that is returned is not scaled. With s the label smoothing, t = 1 - s for real, t = s (two-sided) or 0 for fake:
/// <list type="table">
/// <item><term>non-saturating, saturating</term><description>D: cross-entropy of sigmoid(x) with t, softplus(x) - t x.
/// G: -log sigmoid(x), or log(1 - sigmoid(x)).</description></item>
/// <item><term>least squares</term><description>D: (x - t)^2. G: (x - 1)^2. Mao et al., 2017, halve both.</description></item>
/// <item><term>hinge</term><description>D: max(0, 1 - x) on real, max(0, 1 + x) on fake. G: -x.</description></item>
/// <item><term>Wasserstein</term><description>D: -x on real, x on fake. G: -x. D's two losses together estimate minus the distance.</description></item>
/// </list>
/// Hinge and Wasserstein have no labels to smooth. The generator's labels are never smoothed, nor are they flipped.
/// </remarks>
public static class GanLoss
{
    /// <summary>The discriminator's loss on real items.</summary>
    /// <param name="spec">Which loss, and its smoothing.</param>
    /// <param name="logits">One a real item.</param>
    /// <param name="gradient">As many, to be written.</param>
    /// <param name="scale">What the gradient is multiplied by.</param>
    /// <param name="flipped">
    /// Which items the discriminator is told the opposite of: theirs is the loss of a fake item, smoothed as fakes are. As many as logits, or none.
    /// </param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="ArgumentException">There are no logits, or another number of gradients or flips.</exception>
    public static float Real(LossSpec spec, ReadOnlySpan<float> logits, Span<float> gradient, float scale = 1f, ReadOnlySpan<bool> flipped = default) =>
        Discriminator(spec, real: true, logits, gradient, scale, flipped);

    /// <summary>The discriminator's loss on fake items.</summary>
    /// <param name="spec">Which loss, and its smoothing.</param>
    /// <param name="logits">One a fake item.</param>
    /// <param name="gradient">As many, to be written.</param>
    /// <param name="scale">What the gradient is multiplied by.</param>
    /// <param name="flipped">
    /// Which items the discriminator is told the opposite of: theirs is the loss of a real item, smoothed as real ones are. As many as logits, or none.
    /// </param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="ArgumentException">There are no logits, or another number of gradients or flips.</exception>
    public static float Fake(LossSpec spec, ReadOnlySpan<float> logits, Span<float> gradient, float scale = 1f, ReadOnlySpan<bool> flipped = default) =>
        Discriminator(spec, real: false, logits, gradient, scale, flipped);

    /// <summary>The generator's loss, over the logits of its fakes.</summary>
    /// <param name="spec">Which loss.</param>
    /// <param name="logits">One a fake item.</param>
    /// <param name="gradient">As many, to be written.</param>
    /// <param name="scale">What the gradient is multiplied by.</param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="ArgumentException">There are no logits, or another number of gradients.</exception>
    public static float Generator(LossSpec spec, ReadOnlySpan<float> logits, Span<float> gradient, float scale = 1f)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Check(logits, gradient);
        double total = 0, share = (double)scale / logits.Length;
        for (int i = 0; i < logits.Length; i++)
        {
            double x = logits[i];
            var (loss, slope) = spec.Kind switch
            {
                LossKind.NonSaturating => CrossEntropy(x, 1),
                LossKind.Saturating => (-Logistic.Softplus(x), -Logistic.Sigmoid(x)),
                LossKind.LeastSquares => Squared(x, 1),
                LossKind.Hinge or LossKind.Wasserstein => (-x, -1.0),
                _ => throw Unknown(spec.Kind),
            };
            total += loss;
            gradient[i] = (float)(slope * share);
        }

        return (float)(total / logits.Length);
    }

    private static float Discriminator(
        LossSpec spec, bool real, ReadOnlySpan<float> logits, Span<float> gradient, float scale, ReadOnlySpan<bool> flipped)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Check(logits, gradient);
        if (!flipped.IsEmpty && flipped.Length != logits.Length)
            throw new ArgumentException($"{logits.Length} logits need {logits.Length} flips or none, not {flipped.Length}.", nameof(flipped));
        double realLabel = 1.0 - spec.LabelSmoothing, fakeLabel = spec.SmoothingSides == LabelSides.Two ? spec.LabelSmoothing : 0.0;
        double total = 0, share = (double)scale / logits.Length;
        for (int i = 0; i < logits.Length; i++)
        {
            double x = logits[i];
            bool toldReal = real ^ (!flipped.IsEmpty && flipped[i]);
            var (loss, slope) = spec.Kind switch
            {
                LossKind.NonSaturating or LossKind.Saturating => CrossEntropy(x, toldReal ? realLabel : fakeLabel),
                LossKind.LeastSquares => Squared(x, toldReal ? realLabel : fakeLabel),
                LossKind.Hinge => Margin(x, toldReal ? -1 : 1),
                LossKind.Wasserstein => toldReal ? (-x, -1.0) : (x, 1.0),
                _ => throw Unknown(spec.Kind),
            };
            total += loss;
            gradient[i] = (float)(slope * share);
        }

        return (float)(total / logits.Length);
    }

    private static (double Loss, double Slope) CrossEntropy(double x, double label) =>
        (Logistic.Softplus(x) - label * x, Logistic.Sigmoid(x) - label);

    private static (double Loss, double Slope) Squared(double x, double label) => ((x - label) * (x - label), 2 * (x - label));

    // max(0, 1 + side x); at the kink the slope is 0, as PyTorch has it. A logit that is no number makes a loss that is none.
    private static (double Loss, double Slope) Margin(double x, int side) => 1 + side * x <= 0 ? (0, 0) : (1 + side * x, side);

    private static void Check(ReadOnlySpan<float> logits, Span<float> gradient)
    {
        if (logits.IsEmpty)
            throw new ArgumentException("A loss needs at least one logit.", nameof(logits));
        if (gradient.Length != logits.Length)
            throw new ArgumentException($"{logits.Length} logits need {logits.Length} gradients, not {gradient.Length}.", nameof(gradient));
    }

    private static NotSupportedException Unknown(LossKind kind) => new($"No formula for the loss {kind}.");
}
