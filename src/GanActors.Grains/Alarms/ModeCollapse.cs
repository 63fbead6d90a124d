using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Alarms;

/// <summary>
/// Compares the diversity of generated items with that of real ones: how far they lie apart, at how many of the data's modes where these are known, and over how
/// many classes they spread where an evaluation can tell.
/// </summary>
/// <param name="Spec">When it is to be told. A generator begins with items that are all alike, so nothing is said in the first window.</param>
/// <param name="State">What it remembers.</param>
internal sealed record ModeCollapse(AlarmSpec Spec, ModeCollapse.Memory State) : Detector<ModeCollapse.Memory>(Spec, State)
{
    private double Least => Math.Min(OrMuch(State.Spread), Math.Min(OrMuch(State.Modes), OrMuch(State.Classes)));

    /// <inheritdoc/>
    public override double Severity => State.Iteration >= Spec.Window && Least < double.PositiveInfinity ? Spec.Bound / Least : double.NaN;

    /// <inheritdoc/>
    public override string Words => Least == State.Modes ? Say($"generated points lie at {State.Modes:P0} of the modes of the data")
        : Least == State.Classes ? Say($"generated items spread over {State.Classes:P0} of the classes of the data")
        : Say($"generated items lie {State.Spread:P0} as far apart as real ones");

    /// <inheritdoc/>
    public override Detector After(SampleDiversity diversity) =>
        this with { State = State with { Iteration = diversity.Iteration, Spread = diversity.Spread, Modes = diversity.Modes } };

    /// <inheritdoc/>
    public override Detector After(EvaluationReport report) =>
        report.Figures.TryGetValue(FigureNames.ClassEntropy, out double entropy) && report.Figures.TryGetValue(FigureNames.ClassEntropyReal, out double real)
            ? this with { State = State with { Classes = Math.Exp(entropy - real) } }
            : this;

    private static double OrMuch(double share) => double.IsNaN(share) ? double.PositiveInfinity : share;

    /// <summary>What it remembers: the last looks.</summary>
    internal sealed record Memory
    {
        public long Iteration { get; init; }

        public double Spread { get; init; } = double.NaN;

        public double Modes { get; init; } = double.NaN;

        public double Classes { get; init; } = double.NaN;
    }
}
