using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Alarms;

/// <summary>
/// Looks at both accuracies of the discriminator, averaged each for itself: whether it is right on nearly everything, or right on one side at the expense of the
/// other. Their common mean would tell neither.
/// </summary>
/// <param name="Spec">When it is to be told.</param>
/// <param name="OneSided">Whether it looks for the second.</param>
/// <param name="State">What it remembers.</param>
internal sealed record AccuracyDetector(AlarmSpec Spec, bool OneSided, AccuracyDetector.Memory State) : Detector<AccuracyDetector.Memory>(Spec, State)
{
    /// <inheritdoc/>
    public override double Severity
    {
        get
        {
            var (real, fake) = (State.Real, State.Fake);
            if (!real.IsFull(Spec.Window) || !fake.IsFull(Spec.Window))
                return double.NaN;
            return (OneSided ? Math.Abs(real.Value - fake.Value) : Math.Min(real.Value, fake.Value)) / Spec.Bound;
        }
    }

    /// <inheritdoc/>
    public override string Words
    {
        get
        {
            string what = !OneSided ? "" : State.Real.Value > State.Fake.Value ? "the discriminator calls nearly everything real: " : "the discriminator calls nearly everything generated: ";
            return Say($"{what}over some {Spec.Window} iterations it was right on {State.Real.Value:P1} of the real items and on {State.Fake.Value:P1} of the generated ones");
        }
    }

    /// <inheritdoc/>
    public override Detector After(MetricsRow row) =>
        this with { State = new Memory { Real = State.Real.With(row.AccuracyReal, Spec.Window), Fake = State.Fake.With(row.AccuracyFake, Spec.Window) } };

    /// <summary>What it remembers: the mean accuracy on either side.</summary>
    internal sealed record Memory
    {
        public WindowMean Real { get; init; }

        public WindowMean Fake { get; init; }
    }
}
