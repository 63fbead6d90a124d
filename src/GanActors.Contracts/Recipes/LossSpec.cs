namespace GanActors.Recipes;

/// <summary>What the two players minimise, over the discriminator's logits.</summary>
public enum LossKind
{
    /// <summary>D: cross-entropy. G: -log D(G(z)) (Goodfellow et al., 2014, section 3).</summary>
    NonSaturating,

    /// <summary>D: cross-entropy. G: log(1 - D(G(z))), the minimax game as written.</summary>
    Saturating,

    /// <summary>Squared distance of the logit from 1 (real) and 0 (fake) (Mao et al., 2017).</summary>
    LeastSquares,

    /// <summary>D: max(0, 1 - x) on real, max(0, 1 + x) on fake. G: -x (Lim and Ye, 2017; Miyato et al., 2018).</summary>
    Hinge,

    /// <summary>D: -x on real, x on fake. G: -x (Arjovsky, Chintala and Bottou, 2017); wants a penalty or clipped weights.</summary>
    Wasserstein,
}

/// <summary>Whose labels are changed.</summary>
public enum LabelSides
{
    /// <summary>Those of real items only.</summary>
    One,

    /// <summary>Real and fake alike.</summary>
    Two,
}

/// <summary>The losses of both players.</summary>
/// <param name="Kind">Which.</param>
/// <param name="LabelSmoothing">How far the discriminator's labels move towards each other, in [0, 0.5): real becomes 1 - s.</param>
/// <param name="SmoothingSides">Whether fake becomes s, too.</param>
/// <param name="FlipLabels">The probability that the discriminator is told the opposite of an item, in [0, 0.5); drawn anew for each.</param>
/// <param name="FlipSides">Whether fakes are flipped, too.</param>
[GenerateSerializer, Immutable, Alias("gan.loss-spec")]
public sealed record LossSpec(
    LossKind Kind = LossKind.NonSaturating,
    float LabelSmoothing = 0f,
    LabelSides SmoothingSides = LabelSides.One,
    float FlipLabels = 0f,
    LabelSides FlipSides = LabelSides.Two);
