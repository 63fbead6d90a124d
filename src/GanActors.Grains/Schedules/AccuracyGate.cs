using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Schedules;

/// <inheritdoc cref="AccuracyGateRule"/>
internal sealed record AccuracyGate(AccuracyGateRule Rule, IterationPlan Full, AccuracyGate.Course State) : Schedule<AccuracyGate.Course>(State)
{
    /// <inheritdoc/>
    public override IterationPlan Plan => State.Gates.Of(Full);

    /// <inheritdoc/>
    public override ScheduleStep After(MetricsRow seen)
    {
        double accuracy = RunningMean.After(State.Accuracy, (seen.AccuracyReal + seen.AccuracyFake) / 2, Rule.Smoothing);
        var bound = new Threshold("its accuracy", Rule.Accuracy, Rule.Hysteresis);
        var floor = new Threshold("the discriminator's accuracy", Rule.Floor, Rule.Hysteresis);
        var (gates, decisions) = State.Gates.Next(
            bound.Above(accuracy, State.Gates.Discriminator > 0),
            Rule.Floor > 0 ? floor.Below(accuracy, State.Gates.Generator > 0) : default,
            Rule.LongestFreeze,
            seen.Iteration + 1);
        return new(this with { State = new Course(gates, accuracy) }, decisions);
    }

    /// <summary>What it remembers.</summary>
    /// <param name="Gates">Who is frozen.</param>
    /// <param name="Accuracy">Running mean of the discriminator's accuracy.</param>
    internal sealed record Course(Gates Gates, double Accuracy);
}
