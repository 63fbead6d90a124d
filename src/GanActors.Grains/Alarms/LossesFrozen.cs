using GanActors.Grains.Schedules;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Alarms;

/// <summary>
/// Looks at how much both losses change from one iteration to the next. Batches differ, so the losses of a living duel always move a little; those of a dead
/// one, all of whose units are out of range, do not.
/// </summary>
/// <param name="Spec">When it is to be told.</param>
/// <param name="State">What it remembers.</param>
internal sealed record LossesFrozen(AlarmSpec Spec, LossesFrozen.Memory State) : Detector<LossesFrozen.Memory>(Spec, State)
{
    /// <inheritdoc/>
    public override double Severity => State.Discriminator.IsFull(Spec.Window) && State.Generator.IsFull(Spec.Window)
        ? Spec.Bound / Math.Max(State.Discriminator.Value, State.Generator.Value)
        : double.NaN;

    /// <inheritdoc/>
    public override string Words =>
        Say($"over some {Spec.Window} iterations the discriminator's loss has changed by {State.Discriminator.Value:P4} an iteration and the generator's by {State.Generator.Value:P4}");

    /// <inheritdoc/>
    public override Detector After(MetricsRow row) => this with
    {
        State = new Memory
        {
            DiscriminatorLoss = row.DiscriminatorLoss,
            GeneratorLoss = double.IsNaN(row.GeneratorLoss) ? State.GeneratorLoss : row.GeneratorLoss,
            Discriminator = State.Discriminator.With(RelativeChange.Of(State.DiscriminatorLoss, row.DiscriminatorLoss), Spec.Window),
            Generator = State.Generator.With(RelativeChange.Of(State.GeneratorLoss, row.GeneratorLoss), Spec.Window),
        },
    };

    /// <summary>What it remembers: both losses, and the mean of their relative changes.</summary>
    internal sealed record Memory
    {
        public double DiscriminatorLoss { get; init; } = double.NaN;

        public double GeneratorLoss { get; init; } = double.NaN;

        public WindowMean Discriminator { get; init; }

        public WindowMean Generator { get; init; }
    }
}
