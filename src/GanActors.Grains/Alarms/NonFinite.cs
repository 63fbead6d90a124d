using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Alarms;

/// <summary>Looks for losses, and norms of gradients, that are no finite numbers.</summary>
/// <param name="Spec">When it is to be told.</param>
/// <param name="State">What it remembers.</param>
internal sealed record NonFinite(AlarmSpec Spec, NonFinite.Memory State) : Detector<NonFinite.Memory>(Spec, State)
{
    /// <inheritdoc/>
    public override double Severity => State.Figure is null ? 0 : 1;

    /// <inheritdoc/>
    public override string Words => State.Figure is null ? "all figures are finite again" : $"{State.Figure} is not finite";

    /// <inheritdoc/>
    public override Detector After(MetricsRow row) => this with { State = new Memory { Figure = FigureOf(row) } };

    // A network that did not learn has no norm, and a generator that did not learn may have no loss.
    private static string? FigureOf(MetricsRow row) =>
        !double.IsFinite(row.DiscriminatorLossReal) && !double.IsNaN(row.AccuracyReal) ? "the discriminator's loss on real items"
        : !double.IsFinite(row.DiscriminatorLossFake) && !double.IsNaN(row.AccuracyFake) ? "the discriminator's loss on generated items"
        : row.GeneratorSteps > 0 && !double.IsFinite(row.GeneratorLoss) ? "the generator's loss"
        : row.DiscriminatorSteps > 0 && !double.IsFinite(row.DiscriminatorGradientNorm) ? "the norm of the discriminator's gradient"
        : row.GeneratorSteps > 0 && !double.IsFinite(row.GeneratorGradientNorm) ? "the norm of the generator's gradient"
        : null;

    /// <summary>What it remembers: what was not finite in the last iteration.</summary>
    internal sealed record Memory
    {
        public string? Figure { get; init; }
    }
}
