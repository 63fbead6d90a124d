using GanActors.Devices;
using GanActors.Duel;
using GanActors.Grains.Runs;

namespace GanActors.Grains.Devices;

/// <summary>Finds a run's networks places, waits for them, and has the networks come to life there.</summary>
/// <param name="board">Shares the lanes out.</param>
/// <param name="run">The run.</param>
/// <param name="wish">On what it wants to train.</param>
/// <param name="here">The coordinator's silo.</param>
internal sealed class RunPlaces(IDeviceBoardGrain board, RunId run, DeviceWish wish, ISiloHere here)
{
    private const int Attempts = 10;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5), LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Why the run waits for places, in words; null while it does not.</summary>
    public string? Waiting { get; private set; }

    /// <summary>Whether a place is on another silo than the coordinator's.</summary>
    public bool IsAway(DevicePlace place) => place.Silo != here.Name;

    /// <summary>The run's places.</summary>
    /// <param name="patience">How long to wait for them; null for ever.</param>
    /// <param name="isGivenUp">Whether nobody wants them any more.</param>
    /// <param name="told">Hears why it waits, whenever that changes.</param>
    /// <exception cref="NoDeviceException">There were none in time.</exception>
    public async Task<DeviceLease> Obtain(TimeSpan? patience = null, Func<bool>? isGivenUp = null, Action<string>? told = null)
    {
        long start = Environment.TickCount64;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var answer = await Patience.Ask(() => board.Lease(run, wish));
            if (answer.Lease is { } lease)
            {
                Waiting = null;
                return lease;
            }

            // A board that has just come to life hears of the silos within a moment.
            if (answer.Waiting != Waiting && Environment.TickCount64 - start > LongestPause.TotalMilliseconds)
            {
                Waiting = answer.Waiting;
                told?.Invoke(Waiting!);
            }

            if (isGivenUp?.Invoke() == true || Environment.TickCount64 - start > patience?.TotalMilliseconds)
                throw new NoDeviceException(answer.Waiting!);
            await Task.Delay(pause);
        }
    }

    /// <summary>Has a network set up where it is to live.</summary>
    /// <param name="place">Where that is.</param>
    /// <param name="prepare">Sets it up.</param>
    /// <exception cref="MisplacedException">Its lane is full, or it keeps coming to life elsewhere.</exception>
    public async Task<T> SetUp<T>(DevicePlace place, Func<Task<T>> prepare)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using (here.Toward(place.Silo))
                    return await Patience.Ask(prepare);
            }
            catch (MisplacedException) when (attempt < Attempts)
            {
                // What was there in its way is about to be gone.
                await Task.Delay(FirstPause * (1 << Math.Min(attempt, 6)));
            }
        }
    }

    /// <summary>Gives the places back. That it cannot be told loses nothing: a silo's reports say who is there.</summary>
    public async Task Return()
    {
        Waiting = null;
        try
        {
            await board.Return(run);
        }
        catch (Exception)
        {
        }
    }
}
