namespace GanActors.EndToEnd.Tests;

/// <summary>An adaptive schedule whose process is killed again and again.</summary>
public sealed class KilledScheduleTests : BrokenRun
{
    [Fact]
    public Task A_gated_schedule_is_the_same_after_kills() => AssertSurvives(
        "ring", "--set", "schedule.kind=accuracy-gate", "--set", "schedule.accuracy=0.6", "--set", "samples.every=400", "--set", "checkpoint.every=11", "--iterations", "1200");
}
