using System.Globalization;
using GanActors.Duel;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Schedules;

/// <inheritdoc cref="WarmUpRule"/>
internal sealed record WarmUp(WarmUpRule Rule, IterationPlan Full, WarmUp.Course State) : Schedule<WarmUp.Course>(State)
{
    /// <inheritdoc/>
    public override IterationPlan Plan => PlanOf(State.Next);

    /// <inheritdoc/>
    public override ScheduleStep After(MetricsRow seen)
    {
        // A row's iteration counts from 1: it is the place, from 0, of the next.
        long next = seen.Iteration;
        var after = this with { State = new Course(next) };
        int steps = after.Plan.DiscriminatorSteps;
        if (steps == PlanOf(next - 1).DiscriminatorSteps)
            return new(after, []);
        string why = IsWarmUp(next)
            ? string.Create(CultureInfo.InvariantCulture, $"warm-up again, {steps} steps: {next:N0} iterations are done, a multiple of {Rule.Every:N0}")
            : string.Create(CultureInfo.InvariantCulture, $"warm-up is over, {steps} steps an iteration: {next:N0} iterations are done");
        return new(after, [new GateDecision(next + 1, Phase.Discriminator, GateMove.Paced, why)]);
    }

    private bool IsWarmUp(long iteration) => iteration < Rule.Until || iteration % Rule.Every == 0;

    private IterationPlan PlanOf(long iteration) => Full with { DiscriminatorSteps = IsWarmUp(iteration) ? Rule.Steps : Full.DiscriminatorSteps };

    /// <summary>What it remembers.</summary>
    /// <param name="Next">The next iteration, from 0.</param>
    internal sealed record Course(long Next);
}
