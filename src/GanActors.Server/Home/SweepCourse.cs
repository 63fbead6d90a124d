using GanActors.Client;

namespace GanActors.Server.Home;

/// <summary>A sweep or a group that this server has under way.</summary>
internal abstract class SweepCourse(SweepPlace place)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Where it is.</summary>
    public SweepPlace Place => place;

    /// <summary>Completes when it has ended.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Begins to follow it.</summary>
    /// <param name="stop">Ends the following, not the sweep.</param>
    public void Begin(CancellationToken stop) => Ended = Task.Run(() => Follow(stop), CancellationToken.None);

    /// <summary>How it stands, for a list; null before the first look.</summary>
    public abstract SweepRow? Row();

    /// <summary>Looks how it stands now.</summary>
    /// <returns>Whether it goes on.</returns>
    public abstract Task<bool> Look();

    /// <summary>Has it rest.</summary>
    public abstract Task Pause(string who);

    /// <summary>Has it go on.</summary>
    public abstract Task Unpause();

    /// <summary>Has it break off.</summary>
    public abstract Task Stop(string reason);

    /// <summary>Gives it more trials.</summary>
    public abstract Task Extend(int trials);

    private async Task Follow(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await Task.Delay(Interval, stop);
                try
                {
                    if (!await Look())
                        return;
                }
                catch (Exception fault) when (fault is OrleansException or TimeoutException)
                {
                    // A silo was lost: the next look finds it elsewhere.
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }
}
