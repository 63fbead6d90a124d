using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Alarms;

/// <summary>
/// Compares the norm of the generator's gradient, averaged over a window, with the largest it has been. Means are of logarithms, so that one odd batch does
/// not count for all.
/// </summary>
/// <param name="Spec">When it is to be told.</param>
/// <param name="State">What it remembers.</param>
internal sealed record VanishingFeedback(AlarmSpec Spec, VanishingFeedback.Memory State) : Detector<VanishingFeedback.Memory>(Spec, State)
{
    /// <summary>Iterations that its largest norm is the mean of.</summary>
    private const int Few = 20;

    /// <inheritdoc/>
    public override double Severity => State.Norm.IsFull(Spec.Window) ? Spec.Bound * Math.Exp(State.Largest - State.Norm.Value) : double.NaN;

    /// <inheritdoc/>
    public override string Words =>
        Say($"the generator's gradient has a mean norm of {Math.Exp(State.Norm.Value):0.##e+0} over some {Spec.Window} iterations, and has had one of {Math.Exp(State.Largest):0.##e+0}");

    /// <inheritdoc/>
    public override Detector After(MetricsRow row)
    {
        double logarithm = LogarithmicNorm.Of(row.GeneratorGradientNorm);
        var now = State.Now.With(logarithm, Few);
        return this with
        {
            State = new Memory
            {
                Norm = State.Norm.With(logarithm, Spec.Window),
                Now = now,
                Largest = now.IsFull(Few) ? Math.Max(State.Largest, now.Value) : double.NegativeInfinity,
            },
        };
    }

    /// <summary>What it remembers, in logarithms: the mean norm over the window and over a few iterations, and the largest that the second has been.</summary>
    internal sealed record Memory
    {
        public WindowMean Norm { get; init; }

        public WindowMean Now { get; init; }

        public double Largest { get; init; } = double.NegativeInfinity;
    }
}
