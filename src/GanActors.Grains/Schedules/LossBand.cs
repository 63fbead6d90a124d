using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Schedules;

/// <inheritdoc cref="LossBandRule"/>
internal sealed record LossBand(LossBandRule Rule, IterationPlan Full, LossBand.Course State) : Schedule<LossBand.Course>(State)
{
    /// <inheritdoc/>
    public override IterationPlan Plan => State.Gates.Of(Full);

    /// <inheritdoc/>
    public override ScheduleStep After(MetricsRow seen)
    {
        double real = RunningMean.After(State.Real, seen.DiscriminatorLossReal, Rule.Smoothing);
        double fake = RunningMean.After(State.Fake, seen.DiscriminatorLossFake, Rule.Smoothing);
        // Of the discriminator's two losses the smaller tells that it is ahead, and the larger that it is behind.
        var (smaller, larger) = real < fake ? ("real", "generated") : ("generated", "real");
        var low = new Threshold($"its loss on {smaller} items", Rule.Equilibrium - (double)Rule.Margin, Rule.Hysteresis);
        var high = new Threshold($"the discriminator's loss on {larger} items", Rule.Equilibrium + (double)Rule.Margin, Rule.Hysteresis);
        var (gates, decisions) = State.Gates.Next(
            low.Below(Math.Min(real, fake), State.Gates.Discriminator > 0),
            high.Above(Math.Max(real, fake), State.Gates.Generator > 0),
            Rule.LongestFreeze,
            seen.Iteration + 1);
        return new(this with { State = new Course(gates, real, fake) }, decisions);
    }

    /// <summary>What it remembers.</summary>
    /// <param name="Gates">Who is frozen.</param>
    /// <param name="Real">Running mean of the discriminator's loss on real items.</param>
    /// <param name="Fake">Running mean of its loss on generated ones.</param>
    internal sealed record Course(Gates Gates, double Real, double Fake);
}
