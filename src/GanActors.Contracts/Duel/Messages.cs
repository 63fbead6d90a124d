using GanActors.Networks;

namespace GanActors.Duel;

/// <summary>What the generator forged in a turn.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="Images">Generated items, <c>[batch, ..item]</c>, and the classes asked for if the recipe is conditional.</param>
[GenerateSerializer, Immutable, Alias("gan.fake-batch")]
public sealed record FakeBatch(Turn Turn, Batch Images);

/// <summary>How the discriminator did on one side.</summary>
/// <param name="Loss">Mean loss before the step.</param>
/// <param name="Accuracy">Share of items put on the right side, in [0, 1].</param>
/// <param name="MeanScore">Mean probability of being real, D(x) or D(G(z)).</param>
[GenerateSerializer, Immutable, Alias("gan.side-verdict")]
public sealed record SideVerdict(double Loss, double Accuracy, double MeanScore);

/// <summary>What the discriminator found, and learned unless it only looked on, in a turn of its phase.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="Real">On real items; null if it saw none.</param>
/// <param name="Fake">On fake items; null if it saw none.</param>
/// <param name="GradientNorm">Euclidean norm of its parameter gradients; of the last step if it took two. NaN if it took none.</param>
/// <param name="RealBatches">Real batches it has drawn in the run, this turn's included.</param>
/// <param name="Penalty">What the penalty adds to its loss; NaN if the turn had none.</param>
/// <param name="LearningRate">Of its last step; NaN if it took none.</param>
/// <param name="Skipped">Why a step of the turn was skipped; null if none was.</param>
[GenerateSerializer, Immutable, Alias("gan.verdict")]
public sealed record Verdict(
    Turn Turn, SideVerdict? Real, SideVerdict? Fake, double GradientNorm, long RealBatches, double Penalty, double LearningRate, string? Skipped = null)
{
    /// <summary>Whether it studied; it only looked on if not.</summary>
    public bool Learned => Skipped is not null || !double.IsNaN(LearningRate);
}

/// <summary>dLoss/dFakes of the generator's loss, back through a frozen discriminator.</summary>
/// <param name="Turn">The turn the fakes were forged in.</param>
/// <param name="Gradient">One gradient an item, <c>[batch, ..item]</c>.</param>
[GenerateSerializer, Immutable, Alias("gan.gradient-feedback")]
public sealed record GradientFeedback(Turn Turn, Batch Gradient);

/// <summary>What a frozen discriminator makes of fakes in the generator's phase.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="GeneratorLoss">Mean loss of the generator.</param>
/// <param name="MeanScore">Mean probability of being real, D(G(z)).</param>
/// <param name="Feedback">What the generator learns from.</param>
[GenerateSerializer, Immutable, Alias("gan.judgement")]
public sealed record Judgement(Turn Turn, double GeneratorLoss, double MeanScore, GradientFeedback Feedback);

/// <summary>What the generator's step did.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="Step">Steps its optimiser has taken.</param>
/// <param name="GradientNorm">Euclidean norm of its parameter gradients.</param>
/// <param name="LearningRate">Of the step.</param>
/// <param name="Skipped">Why the step was skipped; null if it was taken.</param>
[GenerateSerializer, Immutable, Alias("gan.update-report")]
public sealed record UpdateReport(Turn Turn, long Step, double GradientNorm, double LearningRate, string? Skipped = null);
