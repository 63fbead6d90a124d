using GanActors.Duel;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Cli.Rendering;

/// <summary>Whose turn it is, in words.</summary>
internal static class DuelState
{
    /// <summary>For example <c>discriminator learns, generator frozen</c>.</summary>
    public static string InWords(RunProgress progress, ScheduleSpec schedule, bool stopping)
    {
        if (Ended(progress.State) is { } ended)
            return ended;
        if (progress.Turn is not { } turn)
            return "setting the networks up";
        string words = turn.Phase == Phase.Discriminator
            ? "discriminator learns, generator frozen"
            : "generator learns, discriminator frozen";
        if (schedule.Study == StudyKind.Switched)
            words += SwitchFeedsReal(turn) ? "; the switch feeds real images" : "; the switch feeds generated images";
        return stopping ? words + "; stopping after this iteration" : words;
    }

    /// <summary>Whether the weights of a phase's player move now.</summary>
    public static bool Learns(RunProgress progress, Phase player) => progress.State == RunState.Running && progress.Turn?.Phase == player;

    private static bool SwitchFeedsReal(Turn turn) => turn.Iteration % 2 == 0;

    private static string? Ended(RunState state) => state switch
    {
        RunState.Completed => "done, both networks at rest",
        RunState.Stopped => "stopped, both networks at rest",
        RunState.Failed => "failed",
        _ => null,
    };
}
