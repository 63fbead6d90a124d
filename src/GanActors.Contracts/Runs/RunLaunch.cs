using System.Diagnostics;
using GanActors.Devices;

namespace GanActors.Runs;

/// <summary>Starts runs from outside: one whose devices are taken, or whose silo is lost meanwhile, is started again and again, until it is under way.</summary>
public static class RunLaunch
{
    private const int MostMoves = 3;
    private static readonly TimeSpan MovePause = TimeSpan.FromMilliseconds(50), LossPause = TimeSpan.FromSeconds(1);

    /// <summary>Longer than a cluster takes to find out that a silo is gone.</summary>
    private static readonly TimeSpan LossPatience = TimeSpan.FromMinutes(3);

    /// <summary>Starts a run, however long it has to wait for its devices.</summary>
    /// <param name="coordinator">The run's coordinator.</param>
    /// <param name="order">The run.</param>
    /// <param name="waiting">Hears what it waits for, again every few seconds.</param>
    /// <param name="stop">Gives it up.</param>
    public static async Task<RunStarted> StartWhenPossible(
        this ICoordinatorGrain coordinator, RunOrder order, Action<string>? waiting = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(coordinator);
        ArgumentNullException.ThrowIfNull(order);
        int moves = 0;
        long? lost = null;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                return await coordinator.Start(moves < MostMoves ? order : order with { MayMove = false });
            }
            catch (NoDeviceException reason)
            {
                lost = null;
                waiting?.Invoke(reason.Message);
            }
            catch (MisplacedException) when (moves < MostMoves)
            {
                moves++;
                await Task.Delay(MovePause, stop);
            }
            catch (Exception fault) when (
                fault is OrleansException or TimeoutException or MisplacedException && Stopwatch.GetElapsedTime(lost ??= Stopwatch.GetTimestamp()) < LossPatience)
            {
                // What had become of it is not known: it may have begun. A place on a silo that is gone is given up once the board has missed it.
                if (fault is not MisplacedException)
                    order = order with { Opening = RunOpening.Resume };
                await Task.Delay(LossPause, stop);
            }
        }
    }
}
