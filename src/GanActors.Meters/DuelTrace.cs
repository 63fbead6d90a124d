using System.Diagnostics;
using GanActors.Duel;

namespace GanActors.Meters;

/// <summary>
/// The spans of a duel: an iteration, in it the coordinator's commands, in these what the networks do, and in that the step on the lane. Whether an iteration is recorded is decided when
/// it begins; of one that is not, nothing is. Where it comes from travels with a call as the runtime's request context does, within a process or between two.
/// </summary>
public static class DuelTrace
{
    /// <summary>The source of the spans, by the name of our meter.</summary>
    public const string SourceName = MeterNames.Silo;

    private const string ParentKey = "ganactors.traceparent";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A coordinator plays an iteration.</summary>
    /// <returns>The span, to be disposed at its end; null if nobody listens.</returns>
    public static Activity? Iteration(RunId run, int incarnation, long iteration)
    {
        if (!Source.HasListeners())
            return null;
        // Whoever once started the run has nothing to do with it.
        Activity.Current = null;
        return Described(Source.StartActivity("iteration"), run, incarnation, iteration);
    }

    /// <summary>The coordinator sends a command; for the calls made before the span ends, the network's work is part of it.</summary>
    /// <inheritdoc cref="Iteration"/>
    public static Activity? Sent(NetworkCommand command)
    {
        if (!IsRecorded || Source.StartActivity(Labels.Word(command), ActivityKind.Client) is not { } span)
            return null;
        RequestContext.Set(ParentKey, span.Id!);
        return span;
    }

    /// <summary>A network carries a command out.</summary>
    /// <inheritdoc cref="Iteration"/>
    public static Activity? Received(NetworkCommand command, Turn turn)
    {
        if (!Source.HasListeners() || RequestContext.Get(ParentKey) is not string id || !ActivityContext.TryParse(id, null, isRemote: true, out var parent))
            return null;
        var span = Source.StartActivity(Labels.Word(command), ActivityKind.Server, parent);
        return Described(span, turn.Run, turn.Incarnation, turn.Iteration)
            ?.SetTag("ganactors.phase", Labels.Word(turn.Phase))
            .SetTag("ganactors.sub_step", turn.SubStep);
    }

    /// <summary>A network's step has the lane.</summary>
    /// <inheritdoc cref="Iteration"/>
    public static Activity? Step(string device) => IsRecorded ? Source.StartActivity("step")?.SetTag("ganactors.device", device) : null;

    private static bool IsRecorded => Source.HasListeners() && Activity.Current is { Recorded: true };

    private static Activity? Described(Activity? span, RunId run, int incarnation, long iteration) => span is not { IsAllDataRequested: true } ? span : span
        .SetTag("ganactors.run", run.Value)
        .SetTag("ganactors.incarnation", incarnation)
        .SetTag("ganactors.iteration", iteration + 1);
}
