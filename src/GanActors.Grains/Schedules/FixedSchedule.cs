using GanActors.Duel;

namespace GanActors.Grains.Schedules;

/// <summary>
/// k discriminator sub-steps, then m generator sub-steps, always (Goodfellow et al., 2014, algorithm 1, with m = 1).
/// </summary>
/// <param name="DiscriminatorSteps">k, at least 1.</param>
/// <param name="GeneratorSteps">m, at least 1.</param>
internal sealed record FixedSchedule(int DiscriminatorSteps, int GeneratorSteps) : Schedule
{
    /// <inheritdoc/>
    public override Turn First(RunId run, int incarnation, long iteration) => new(run, incarnation, iteration, Phase.Discriminator, 0);

    /// <inheritdoc/>
    public override Turn Next(Turn turn) => turn switch
    {
        { Phase: Phase.Discriminator } when turn.SubStep + 1 < DiscriminatorSteps => turn with { SubStep = turn.SubStep + 1 },
        { Phase: Phase.Discriminator } => turn with { Phase = Phase.Generator, SubStep = 0 },
        _ when turn.SubStep + 1 < GeneratorSteps => turn with { SubStep = turn.SubStep + 1 },
        _ => First(turn.Run, turn.Incarnation, turn.Iteration + 1),
    };
}
