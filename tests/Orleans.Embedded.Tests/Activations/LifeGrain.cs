using System.Collections.Concurrent;
using Orleans.Concurrency;

namespace Orleans.Embedded.Tests.Activations;

/// <summary>Writes into the silo's book what befalls it.</summary>
internal interface ILifeGrain : IGrainWithStringKey
{
    Task<string> Which();

    Task Hold(string gate);

    Task EndYourself();

    Task EndYourselfAfter(string gate);

    Task LiveOn(TimeSpan time);

    Task TickEvery(TimeSpan period, bool keepAlive);

    [AlwaysInterleave]
    Task Ping();
}

internal interface IImmortalGrain : ILifeGrain;

internal interface IShortLivedGrain : ILifeGrain;

internal class LifeGrain(Gates gates, ConcurrentQueue<string> book) : Grain, ILifeGrain, IAsyncDisposable
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Note("activated");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Note($"deactivated: {reason.ReasonCode}");
        gates.Reach("deactivated");
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Note("disposed");
        gates.Reach("disposed");
        return default;
    }

    public Task<string> Which() => Task.FromResult(GrainContext.ActivationId.ToString());

    public async Task Hold(string gate)
    {
        Note(gate);
        await gates.Pass(gate);
    }

    public Task EndYourself()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task EndYourselfAfter(string gate)
    {
        DeactivateOnIdle();
        await gates.Pass(gate);
        Note("ended the request");
    }

    public Task LiveOn(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task TickEvery(TimeSpan period, bool keepAlive)
    {
        var ticks = 0;
        this.RegisterGrainTimer(
            () =>
            {
                gates.Reach($"tick {++ticks}");
                return Task.CompletedTask;
            },
            new() { DueTime = period, Period = period, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task Ping() => Task.CompletedTask;

    private void Note(string what) => book.Enqueue(what);
}

[KeepAlive]
internal sealed class ImmortalGrain(Gates gates, ConcurrentQueue<string> book) : LifeGrain(gates, book), IImmortalGrain;

[CollectionAgeLimit("00:02:00")]
internal sealed class ShortLivedGrain(Gates gates, ConcurrentQueue<string> book) : LifeGrain(gates, book), IShortLivedGrain;
