using GanActors.Duel;
using GanActors.Runs;
using Microsoft.Extensions.Logging;

namespace GanActors.Grains.Runs;

/// <summary>What befalls a run, in its silo's log: each with the run, and the turn that its last command had.</summary>
internal static partial class RunTold
{
    /// <summary>Everything that is logged until it is disposed of is of the run.</summary>
    public static readonly Func<ILogger, RunId, IDisposable?> Scope = LoggerMessage.DefineScope<RunId>("run {Run}");

    /// <summary>Logs an event that belongs into a run's history.</summary>
    public static void Told(this ILogger logger, RunId run, int incarnation, Turn? turn, RunEvent happening)
    {
        if (happening is MetricsEvent or SheetEvent or EpochEvent || !logger.IsEnabled(LogLevel.Information))
            return;
        string kind = RunEventJson.Kind(happening), words = WordsOf(happening);
        Log(logger, run, incarnation, turn?.Iteration + 1, turn?.Phase, turn?.SubStep, kind, words);
    }

    /// <summary>Logs that a run failed.</summary>
    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run} failed in turn {Turn}.")]
    public static partial void Failed(this ILogger logger, Exception exception, RunId run, Turn? turn);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}#{Incarnation}, iteration {Iteration}, {Phase} {SubStep}: {Event}: {Words}")]
    private static partial void Log(ILogger logger, RunId run, int incarnation, long? iteration, Phase? phase, int? subStep, string @event, string words);

    private static string WordsOf(RunEvent happening) => happening switch
    {
        NoticeEvent notice => notice.Words,
        AlarmEvent { Alarm: var alarm } => alarm.ToString(),
        GateEvent { Decision: var decision } => decision.Reason,
        EndEvent end => $"{RunEventJson.Word(end.State)}, {end.Reason}",
        CheckpointEvent checkpoint => $"{checkpoint.Bytes} bytes in {checkpoint.Seconds:0.000} s",
        _ => happening.ToString(),
    };
}
