using GanActors.Recipes;

namespace GanActors.Engines.Losses;

/// <summary>
/// What a discriminator's logits say. The score D(x) of the cross-entropy losses is the probability of being real, sigmoid(logit); that
/// of least squares is the raw output, whose labels are 1 and 0. An item is judged real if its score is above 1/2, which for a
/// probability is a logit above 0; at exactly 1/2 it is judged fake.
/// <para>Hinge and Wasserstein give logits that are no log-odds. Hinge draws its line at 0, with a margin of 1 on each side; a critic's
/// outputs mean something only against each other, and 0 is but a convention. Their score is the sigmoid of the logit, too: not a
/// probability, but between 0 and 1, so that it can be drawn beside the others, and on the side of 1/2 that the logit is of 0.</para>
/// </summary>
public static class DiscriminatorScore
{
    /// <summary>D(x).</summary>
    public static float Of(LossKind kind, float logit) => kind switch
    {
        LossKind.NonSaturating or LossKind.Saturating or LossKind.Hinge or LossKind.Wasserstein => (float)Logistic.Sigmoid(logit),
        LossKind.LeastSquares => logit,
        _ => throw new NotSupportedException($"No score for the loss {kind}."),
    };

    /// <summary>Whether the item is judged real.</summary>
    public static bool IsJudgedReal(LossKind kind, float logit) => kind switch
    {
        LossKind.NonSaturating or LossKind.Saturating or LossKind.Hinge or LossKind.Wasserstein => logit > 0f,
        LossKind.LeastSquares => logit > 0.5f,
        _ => throw new NotSupportedException($"No score for the loss {kind}."),
    };

    /// <summary>The mean of D(x).</summary>
    public static float Mean(LossKind kind, ReadOnlySpan<float> logits)
    {
        double total = 0;
        foreach (float logit in logits)
            total += Of(kind, logit);
        return (float)(total / logits.Length);
    }

    /// <summary>The share of real items that are judged real, in [0, 1].</summary>
    public static float AccuracyOnReal(LossKind kind, ReadOnlySpan<float> logits) => (float)CountReal(kind, logits) / logits.Length;

    /// <summary>The share of fake items that are judged fake, in [0, 1].</summary>
    public static float AccuracyOnFake(LossKind kind, ReadOnlySpan<float> logits) => 1f - (float)CountReal(kind, logits) / logits.Length;

    private static int CountReal(LossKind kind, ReadOnlySpan<float> logits)
    {
        int count = 0;
        foreach (float logit in logits)
        {
            if (IsJudgedReal(kind, logit))
                count++;
        }

        return count;
    }
}
