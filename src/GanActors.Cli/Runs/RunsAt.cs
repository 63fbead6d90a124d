using GanActors.Client;
using GanActors.Server.Home;
using GanActors.Server.Runs;

namespace GanActors.Cli.Runs;

/// <summary>Runs, wherever they are: in a folder, on a cluster, or at a server.</summary>
internal abstract class RunsAt : IAsyncDisposable
{
    /// <summary>All of them, the newest first.</summary>
    public abstract Task<IReadOnlyList<RunRow>> Rows(CancellationToken stop);

    /// <summary>One of them.</summary>
    public abstract Task<RunRow> Row(string id, CancellationToken stop);

    /// <summary>Has one rest, go on, end, or be no more.</summary>
    /// <returns>How it stands then; null if it is no more.</returns>
    public abstract Task<RunRow?> Do(RunDeed deed, string id, CancellationToken stop);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>What can be done with a run.</summary>
internal enum RunDeed
{
    /// <summary>It rests.</summary>
    Pause,

    /// <summary>It goes on.</summary>
    Resume,

    /// <summary>It ends.</summary>
    Stop,

    /// <summary>It is no more.</summary>
    Delete,
}

/// <summary>Runs at a server.</summary>
internal sealed class RunsAtServer(GanActorsClient client) : RunsAt
{
    /// <inheritdoc/>
    public override async Task<IReadOnlyList<RunRow>> Rows(CancellationToken stop) => await client.RunsAsync(stop: stop).ToListAsync(stop);

    /// <inheritdoc/>
    public override async Task<RunRow> Row(string id, CancellationToken stop) => (await client.RunAsync(id, stop)).Row;

    /// <inheritdoc/>
    public override async Task<RunRow?> Do(RunDeed deed, string id, CancellationToken stop)
    {
        switch (deed)
        {
            case RunDeed.Pause:
                return await client.PauseAsync(id, stop);
            case RunDeed.Resume:
                return await client.ResumeAsync(id, stop);
            case RunDeed.Stop:
                return await client.StopAsync(id, stop);
            default:
                await client.DeleteAsync(id, stop);
                return null;
        }
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Runs of a cluster, or, where nobody runs them, of a folder.</summary>
/// <param name="desk">Knows them.</param>
/// <param name="owner">Ends with this; null for nothing.</param>
internal sealed class RunsAtDesk(RunDesk desk, IAsyncDisposable? owner) : RunsAt
{
    /// <inheritdoc/>
    public override Task<IReadOnlyList<RunRow>> Rows(CancellationToken stop) => desk.Settled(desk.Home.AllRuns(), stop);

    /// <inheritdoc/>
    public override async Task<RunRow> Row(string id, CancellationToken stop) => (await desk.Settled([desk.Find(id)], stop))[0];

    /// <inheritdoc/>
    public override async Task<RunRow?> Do(RunDeed deed, string id, CancellationToken stop)
    {
        var run = desk.Find(id);
        await desk.Settled([run], stop);
        if (owner is null && deed != RunDeed.Delete)
            throw new BadInputException($"to {deed.ToString().ToLowerInvariant()} a run name where it runs, with --server or --cluster; here, `ganactors resume` goes on with one, and Ctrl-C stops it where it was started");
        switch (deed)
        {
            case RunDeed.Pause:
                await desk.Pause(run, "a user of this machine");
                break;
            case RunDeed.Resume:
                await desk.Resume(run, stop);
                // Who leaves before the run has begun gives it up.
                if (desk.Course(run) is { } course)
                    await course.HasLooked.WaitAsync(stop);
                break;
            case RunDeed.Stop:
                await desk.Stop(run, "a user of this machine");
                break;
            default:
                desk.Delete(run);
                return null;
        }

        return desk.Row(run);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await desk.DisposeAsync();
        if (owner is not null)
            await owner.DisposeAsync();
    }
}
