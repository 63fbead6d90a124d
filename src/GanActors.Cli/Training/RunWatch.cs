using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GanActors.Cli.Rendering;
using GanActors.Runs;

namespace GanActors.Cli.Training;

/// <summary>Looks at a run again and again until it has ended, and passes the user's wish to stop on to it.</summary>
/// <param name="coordinator">The run's coordinator.</param>
/// <param name="order">The run, to start it again where its coordinator was lost.</param>
/// <param name="clock">Paces the looks.</param>
internal sealed class RunWatch(ICoordinatorGrain coordinator, RunOrder order, TimeProvider clock)
{
    /// <summary>Often enough that the table seems alive, seldom enough to cost the duel nothing.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(125);

    /// <summary>One snapshot a look; the last one is of the ended run.</summary>
    /// <param name="stop">Asks the run to stop; the run's own end is still waited for.</param>
    public async IAsyncEnumerable<Snapshot> Course([EnumeratorCancellation] CancellationToken stop)
    {
        long seen = 0;
        Task? asked = null;
        RunProgress? last = null;
        while (true)
        {
            // Not awaited yet: the table goes on while the run finishes its iteration.
            if (stop.IsCancellationRequested)
                asked ??= coordinator.Stop("interrupted by the user");

            var progress = await LostSilo.Outlive(() => coordinator.Watch(seen), clock);
            if (progress.State == RunState.New)
            {
                // Its activation is gone, and what it knew since the newest checkpoint.
                await foreach (var waiting in Again(last ?? progress, stop))
                    yield return waiting;
                seen = 0;
                continue;
            }

            last = progress;
            if (!progress.Events.IsEmpty)
                seen = progress.Events[^1].Number;
            bool ended = progress.State is RunState.Completed or RunState.Stopped or RunState.Failed;
            yield return new Snapshot(progress, asked is not null && !ended);
            if (ended)
                break;
            try
            {
                await Task.Delay(Interval, clock, asked is null ? stop : CancellationToken.None);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
        }

        if (asked is not null)
            await asked;
    }

    // Meanwhile it stands where it was seen last, and what it waits for is told once.
    private async IAsyncEnumerable<Snapshot> Again(RunProgress last, [EnumeratorCancellation] CancellationToken stop)
    {
        var reasons = new ConcurrentQueue<string>();
        var start = coordinator.StartWhenPossible(order with { Opening = RunOpening.Resume, Changes = [] }, reasons.Enqueue, again: true, clock, stop);
        string? told = null;
        while (!start.IsCompleted)
        {
            await Task.WhenAny(start, Task.Delay(Interval, clock, CancellationToken.None));
            while (reasons.TryDequeue(out string? reason))
            {
                if (reason == told)
                    continue;
                told = reason;
                yield return new Snapshot(last with { Events = [new NoticeEvent(0, NoticeKinds.Waiting, last.Iterations, reason)], Waiting = reason }, Stopping: false);
            }
        }

        await start;
    }
}
