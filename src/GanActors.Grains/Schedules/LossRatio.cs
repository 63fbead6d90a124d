using System.Globalization;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Schedules;

/// <inheritdoc cref="LossRatioRule"/>
internal sealed record LossRatio(LossRatioRule Rule, IterationPlan Full, LossRatio.Course State) : Schedule<LossRatio.Course>(State)
{
    /// <inheritdoc/>
    public override IterationPlan Plan => State.Gates.Of(Full);

    /// <inheritdoc/>
    public override bool WatchesGenerator => true;

    /// <inheritdoc/>
    public override ScheduleStep After(MetricsRow seen)
    {
        double discriminator = RunningMean.After(
            State.DiscriminatorChange, RelativeChange.Of(State.DiscriminatorLoss, seen.DiscriminatorLoss), Rule.Smoothing);
        double generator = RunningMean.After(State.GeneratorChange, RelativeChange.Of(State.GeneratorLoss, seen.GeneratorLoss), Rule.Smoothing);
        var course = State with
        {
            DiscriminatorLoss = seen.DiscriminatorLoss,
            GeneratorLoss = seen.GeneratorLoss,
            DiscriminatorChange = discriminator,
            GeneratorChange = generator,
        };
        if (seen.Iteration < Rule.Both)
            return new(this with { State = course }, []);

        // Whoever learns goes on until the comparison has turned by more than the hysteresis.
        double turned = 1 + (double)Rule.Hysteresis;
        double factor = State.Gates.Generator > 0 ? 1 / turned : State.Gates.Discriminator > 0 ? turned : 1;
        bool discriminatorsTurn = discriminator > Rule.Ratio * generator * factor;
        double ratio = Rule.Ratio;
        Func<string> why = () => string.Create(
            CultureInfo.InvariantCulture,
            $"the discriminator's loss changes by {discriminator:P1} an iteration, {(discriminatorsTurn ? "more" : "not more")} than {ratio:0.##} times the generator's "
            + $"{generator:P1}");
        var (gates, decisions) = State.Gates.Next(
            new(!discriminatorsTurn, why), new(discriminatorsTurn, why), Rule.LongestFreeze, seen.Iteration + 1);
        return new(this with { State = course with { Gates = gates } }, decisions);
    }

    /// <summary>What it remembers.</summary>
    /// <param name="Gates">Who is frozen.</param>
    /// <param name="DiscriminatorLoss">Of the last iteration.</param>
    /// <param name="GeneratorLoss">Of the last iteration.</param>
    /// <param name="DiscriminatorChange">Running mean of the relative change of the discriminator's loss.</param>
    /// <param name="GeneratorChange">Running mean of that of the generator's.</param>
    internal sealed record Course(Gates Gates, double DiscriminatorLoss, double GeneratorLoss, double DiscriminatorChange, double GeneratorChange)
    {
        /// <summary>Before the first iteration.</summary>
        public static readonly Course Start = new(Gates.Open, double.NaN, double.NaN, double.NaN, double.NaN);
    }
}
