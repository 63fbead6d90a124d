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
        if (progress.Waiting is { } waiting)
            return $"waiting: {waiting}";
        if (progress.Turn is not { } turn)
            return "setting the networks up";
        string words = (turn.Phase, progress.KeptFrozen) switch
        {
            (Phase.Discriminator, Phase.Discriminator) => "discriminator looks on, frozen by the schedule",
            (Phase.Generator, Phase.Generator) => "both frozen, the generator by the schedule",
            (Phase.Discriminator, Phase.Generator) => "discriminator learns, generator frozen by the schedule",
            (Phase.Generator, Phase.Discriminator) => "generator learns, discriminator frozen by the schedule",
            (Phase.Discriminator, _) => "discriminator learns, generator frozen",
            _ => "generator learns, discriminator frozen",
        };
        if (SwitchFeedsReal(turn, schedule) is { } feedsReal)
            words += feedsReal ? "; the switch feeds real images" : "; the switch feeds generated images";
        return stopping ? words + "; stopping after this iteration" : words;
    }

    /// <summary>Whether the weights of a phase's player move now.</summary>
    public static bool Learns(RunProgress progress, Phase player) =>
        progress.State == RunState.Running && progress.Turn?.Phase == player && progress.KeptFrozen != player;

    /// <summary>The name of a phase's player.</summary>
    public static string Name(Phase player) => player == Phase.Discriminator ? "discriminator" : "generator";

    /// <summary>The word for what a schedule does with a player.</summary>
    public static string Word(GateMove move) => move switch
    {
        GateMove.Frozen => "frozen",
        GateMove.Thawed => "thawed",
        GateMove.Paced => "paced",
        _ => throw new ArgumentOutOfRangeException(nameof(move)),
    };

    /// <summary>For example <c>discriminator frozen from iteration 120: its accuracy of 0.86 is above 0.8</c>.</summary>
    public static string InWords(GateDecision decision) =>
        $"{Name(decision.Player)} {Word(decision.Move)} from iteration {Figures.Count(decision.Iteration)}: {decision.Reason}";

    /// <summary>Which side the recipe's switch feeds to the discriminator now; null if there is no switch, or no turn yet.</summary>
    public static bool? SwitchFeedsReal(Turn? turn, ScheduleSpec schedule) =>
        turn is null || schedule.Study != StudyKind.Switched ? null : schedule.FeedsReal(turn.Value.Iteration);

    /// <summary>For example <c>epoch 10: D right on 97.7 % (real 98.1 %, generated 97.2 %)</c>.</summary>
    public static string InWords(EpochEvent epoch) =>
        $"epoch {Figures.Count(epoch.Epoch)}: D right on {Figures.Share(epoch.Accuracy)}"
        + $" (real {Figures.Share(epoch.AccuracyReal)}, generated {Figures.Share(epoch.AccuracyFake)})";

    private static string? Ended(RunState state) => state switch
    {
        RunState.Completed => "done, both networks at rest",
        RunState.Stopped => "stopped, both networks at rest",
        RunState.Failed => "failed",
        _ => null,
    };
}
