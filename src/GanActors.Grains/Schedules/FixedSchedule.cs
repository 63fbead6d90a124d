using System.Text.Json;
using System.Text.Json.Nodes;
using GanActors.Runs;

namespace GanActors.Grains.Schedules;

/// <summary>
/// k discriminator sub-steps, then m generator sub-steps, always (Goodfellow et al., 2014, algorithm 1, with m = 1).
/// </summary>
internal sealed record FixedSchedule(IterationPlan Always) : Schedule
{
    /// <inheritdoc/>
    public override IterationPlan Plan => Always;

    /// <inheritdoc/>
    public override ScheduleStep After(MetricsRow seen) => new(this, []);

    /// <inheritdoc/>
    public override JsonObject Save() => [];

    /// <inheritdoc/>
    public override Schedule Load(JsonElement saved) => this;
}
