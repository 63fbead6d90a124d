using GanActors.Devices;

namespace GanActors.Runs;

/// <summary>Starts runs from outside: a run whose devices are taken is started again and again, until there are some.</summary>
public static class RunLaunch
{
    private const int MostMoves = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

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
        for (int moves = 0; ;)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                return await coordinator.Start(moves < MostMoves ? order : order with { MayMove = false });
            }
            catch (NoDeviceException reason)
            {
                waiting?.Invoke(reason.Message);
            }
            catch (MisplacedException) when (moves < MostMoves)
            {
                moves++;
                await Task.Delay(Pause, stop);
            }
        }
    }
}
