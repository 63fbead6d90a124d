using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Schedules;

/// <summary>
/// The alternating freeze: what the next iteration plays. A schedule is immutable and a pure function of the figures it was shown, so that a run's
/// course can be replayed and is part of its checkpoint.
/// </summary>
internal abstract record Schedule
{
    /// <summary>What the next iteration plays.</summary>
    public abstract IterationPlan Plan { get; }

    /// <summary>Whether it has to see the generator's loss even while the generator is frozen.</summary>
    public virtual bool WatchesGenerator => false;

    /// <summary>The schedule a recipe asks for, before the first iteration.</summary>
    public static Schedule From(ScheduleSpec spec)
    {
        var full = new IterationPlan(spec.Discriminator, spec.Generator);
        return spec.Rule switch
        {
            null => new FixedSchedule(full),
            WarmUpRule rule => new WarmUp(rule, full, new WarmUp.Course(Next: 0)),
            AccuracyGateRule rule => new AccuracyGate(rule, full, new AccuracyGate.Course(Gates.Open, double.NaN)),
            LossBandRule rule => new LossBand(rule, full, new LossBand.Course(Gates.Open, double.NaN, double.NaN)),
            LossRatioRule rule => new LossRatio(rule, full, LossRatio.Course.Start),
            IntegralRule rule => new IntegralControl(rule, full, IntegralControl.Course.Start(full.DiscriminatorSteps)),
            var rule => throw new NotSupportedException($"No schedule {rule.Kind}."),
        };
    }

    /// <summary>The schedule after an iteration, and what it decided.</summary>
    /// <param name="seen">The iteration's figures.</param>
    public abstract ScheduleStep After(MetricsRow seen);

    /// <summary>All that it remembers, as JSON; every number reads back to the last bit.</summary>
    public abstract JsonObject Save();

    /// <summary>This schedule with what <see cref="Save"/> gave.</summary>
    /// <exception cref="JsonException">That is not of a schedule of this kind.</exception>
    public abstract Schedule Load(JsonElement saved);
}

/// <summary>A schedule with a memory.</summary>
/// <param name="State">All that it remembers.</param>
internal abstract record Schedule<TState>(TState State) : Schedule
    where TState : class
{
    /// <inheritdoc/>
    public override JsonObject Save() => SavedState.Of(State);

    /// <inheritdoc/>
    public override Schedule Load(JsonElement saved) => this with { State = SavedState.Read<TState>(saved) };
}

/// <summary>A schedule one iteration on.</summary>
/// <param name="Schedule">For the iteration after the one it was shown.</param>
/// <param name="Decisions">What it decided of that; empty if all stays as it was.</param>
internal readonly record struct ScheduleStep(Schedule Schedule, ImmutableArray<GateDecision> Decisions);
