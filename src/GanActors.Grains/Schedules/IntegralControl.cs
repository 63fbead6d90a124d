using System.Globalization;
using GanActors.Duel;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Schedules;

/// <inheritdoc cref="IntegralRule"/>
internal sealed record IntegralControl(IntegralRule Rule, IterationPlan Full, IntegralControl.Course State) : Schedule<IntegralControl.Course>(State)
{
    /// <summary>How far the share moves before it is told again.</summary>
    private const double Telling = 0.1;

    /// <inheritdoc/>
    public override IterationPlan Plan => Full with { DiscriminatorSteps = State.Steps };

    /// <inheritdoc/>
    public override ScheduleStep After(MetricsRow seen)
    {
        double accuracy = RunningMean.After(State.Accuracy, (seen.AccuracyReal + seen.AccuracyFake) / 2, Rule.Smoothing);
        double target = Rule.Accuracy;
        double share = State.Share;
        if (accuracy > target + Rule.Hysteresis)
            share = Math.Max(0, share - Rule.Rate);
        else if (accuracy < target - Rule.Hysteresis)
            share = Math.Min(1, share + Rule.Rate);

        // Whole steps are taken as they fall due, and what is left of one is carried over.
        double due = State.Due + (share * Full.DiscriminatorSteps);
        int steps = Math.Min((int)due, Full.DiscriminatorSteps);
        bool forced = steps == 0 && State.Frozen >= Rule.LongestFreeze;
        if (forced)
            steps = 1;
        var course = new Course(accuracy, share, Math.Max(0, due - steps), steps, steps > 0 ? 0 : State.Frozen + 1, State.Told);
        if (!forced && share != State.Told && (share is 0 or 1 || State.Told == 0 || Math.Abs(share - State.Told) >= Telling))
            course = course with { Told = share };

        bool again = share == 0 && State is { Told: 0, Frozen: 0 } && steps == 0;
        var decision = again ? Decide(GateMove.Frozen, $"it takes {share:P0} of its steps: its accuracy of {accuracy:0.###} stays above the target {target:0.###}")
            : forced && share == 0 ? Decide(GateMove.Thawed, $"frozen for {State.Frozen:N0} iterations, the longest allowed")
            : course.Told != State.Told ? Decide(
                share == 0 ? GateMove.Frozen : State.Told == 0 ? GateMove.Thawed : GateMove.Paced,
                $"it takes {share:P0} of its steps: its accuracy of {accuracy:0.###} is {(share < State.Told ? "above" : "below")} the target {target:0.###}")
            : null;
        return new(this with { State = course }, decision is null ? [] : [decision]);

        GateDecision Decide(GateMove move, FormattableString why) =>
            new(seen.Iteration + 1, Phase.Discriminator, move, why.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What it remembers.</summary>
    /// <param name="Accuracy">Running mean of the discriminator's accuracy.</param>
    /// <param name="Share">Share of its steps that the discriminator takes, in [0, 1]: the integral.</param>
    /// <param name="Due">The part of a step that is left over, at most 1.</param>
    /// <param name="Steps">Its steps in the next iteration.</param>
    /// <param name="Frozen">Iterations in a row without a step, the next included.</param>
    /// <param name="Told">The share that was told last.</param>
    internal sealed record Course(double Accuracy, double Share, double Due, int Steps, int Frozen, double Told)
    {
        /// <summary>Before the first iteration: all steps.</summary>
        public static Course Start(int steps) => new(double.NaN, 1, 0, steps, 0, 1);
    }
}
