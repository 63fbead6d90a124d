using GanActors.Checkpoints;
using GanActors.Devices;

namespace GanActors.Runs;

/// <summary>Starts runs from outside: one whose devices are taken, or whose silo is lost meanwhile, is started again and again, until it is under way.</summary>
public static class RunLaunch
{
    private const int MostMoves = 3;
    private static readonly TimeSpan MovePause = TimeSpan.FromMilliseconds(50), LossPause = TimeSpan.FromSeconds(1);

    /// <summary>Longer than a cluster takes to find out that a silo is gone.</summary>
    private static readonly TimeSpan LossPatience = TimeSpan.FromMinutes(3);

    /// <summary>
    /// How long an answer is waited for before a start is asked for once more. Whoever asks from outside the cluster is not told that the silo is gone which was to answer, and a start
    /// that fetches data may take half an hour: to ask again is the only way to tell one from the other, and changes nothing where the start is under way.
    /// </summary>
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(20);

    /// <summary>Starts a run, however long it has to wait for its devices.</summary>
    /// <param name="coordinator">The run's coordinator.</param>
    /// <param name="order">The run.</param>
    /// <param name="waiting">Hears what it waits for, again every few seconds.</param>
    /// <param name="again">
    /// Whether the run was under way before. Who has its folder then may be the coordinator that was lost, alive on a silo where nobody finds it any more: until that has put the
    /// run away, or come to its end, the folder is waited for. A run that nobody has seen begin yet finds somebody else's in its folder, and is refused.
    /// </param>
    /// <param name="clock">Paces the asking; null for the machine's.</param>
    /// <param name="stop">Gives it up.</param>
    /// <exception cref="RunLockedException">The folder is somebody else's.</exception>
    public static async Task<RunStarted> StartWhenPossible(
        this ICoordinatorGrain coordinator, RunOrder order, Action<string>? waiting = null, bool again = false, TimeProvider? clock = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(coordinator);
        ArgumentNullException.ThrowIfNull(order);
        clock ??= TimeProvider.System;
        var asked = new List<Task<RunStarted>>();
        int moves = 0;
        long? lost = null;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                asked.Add(coordinator.Start(moves < MostMoves ? order : order with { MayMove = false }));
                if (await Answer(asked, clock) is { } answer)
                    return await answer;
                waiting?.Invoke($"there has been no answer for {AnswerPatience.TotalSeconds:0} s: the networks are still being set up, or the silo is gone");
                (order, again, lost) = (order with { Opening = RunOpening.Resume }, true, null);
            }
            catch (NoDeviceException reason)
            {
                lost = null;
                waiting?.Invoke(reason.Message);
            }
            catch (RunLockedException reason) when (again)
            {
                lost = null;
                waiting?.Invoke(reason.Message);
                await Task.Delay(LossPause, clock, stop);
            }
            catch (MisplacedException) when (moves < MostMoves)
            {
                moves++;
                await Task.Delay(MovePause, clock, stop);
            }
            catch (Exception fault) when (
                fault is OrleansException or TimeoutException or MisplacedException && clock.GetElapsedTime(lost ??= clock.GetTimestamp()) < LossPatience)
            {
                // What had become of it is not known: it may have begun. A place on a silo that is gone is given up once the board has missed it.
                if (fault is not MisplacedException)
                    (order, again) = (order with { Opening = RunOpening.Resume }, true);
                await Task.Delay(LossPause, clock, stop);
            }
        }
    }

    /// <summary>What was answered first, and is not waited for any longer; null if nothing was in time.</summary>
    private static async Task<Task<RunStarted>?> Answer(List<Task<RunStarted>> asked, TimeProvider clock)
    {
        using var impatience = new CancellationTokenSource();
        var first = await Task.WhenAny([.. asked, Task.Delay(AnswerPatience, clock, impatience.Token)]);
        await impatience.CancelAsync();
        var answer = asked.Find(start => start == first);
        if (answer is not null)
            asked.Remove(answer);
        return answer;
    }
}
