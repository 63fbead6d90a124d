using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Alarms;

/// <summary>
/// Counts how often the generator's loss, averaged over a few iterations, swings from well above its long mean to well below, or back: by half of the mean, and by
/// more than it is off the mean on average, so that the noise of batches does not count where the mean is near nothing. A swing counts for less the longer it is past.
/// </summary>
/// <param name="Spec">When it is to be told.</param>
/// <param name="State">What it remembers.</param>
internal sealed record Oscillation(AlarmSpec Spec, Oscillation.Memory State) : Detector<Oscillation.Memory>(Spec, State)
{
    /// <summary>Iterations that a swing has to last at least to be seen.</summary>
    private const int Few = 10;

    /// <summary>How far above or below its mean the loss has to be, as a share of it.</summary>
    private const double Amplitude = 0.5;

    /// <inheritdoc/>
    public override double Severity => State.Slow.IsFull(Spec.Window) ? State.Swings / Spec.Bound : double.NaN;

    /// <inheritdoc/>
    public override string Words =>
        Say($"the generator's loss has swung far above its mean of {State.Slow.Value:0.###} and far below, some {State.Swings:0} times over {Spec.Window} iterations");

    /// <inheritdoc/>
    public override Detector After(MetricsRow row)
    {
        var fast = State.Fast.With(row.GeneratorLoss, Few);
        var slow = State.Slow.With(row.GeneratorLoss, Spec.Window);
        var deviation = State.Deviation.With(Math.Abs(row.GeneratorLoss - slow.Value), Spec.Window);
        double reach = Math.Max(Amplitude * Math.Abs(slow.Value), deviation.Value);
        int side = !slow.IsFull(Few) ? 0 : fast.Value > slow.Value + reach ? 1 : fast.Value < slow.Value - reach ? -1 : State.Side;
        double swings = State.Swings * (1 - (1.0 / Spec.Window));
        if (State.Side != 0 && side != State.Side)
            swings++;
        return this with { State = new Memory { Fast = fast, Slow = slow, Deviation = deviation, Side = side, Swings = swings } };
    }

    /// <summary>What it remembers: the loss's means and how far it is off the long one, on which side of the long one the short one was last, and the swings.</summary>
    internal sealed record Memory
    {
        public WindowMean Fast { get; init; }

        public WindowMean Slow { get; init; }

        public WindowMean Deviation { get; init; }

        public int Side { get; init; }

        public double Swings { get; init; }
    }
}
