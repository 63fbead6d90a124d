using System.Collections.Concurrent;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Calls;

/// <summary>For what travels with a call: tokens, contexts, one-way messages, timeouts.</summary>
internal interface ICarrierGrain : IGrainWithStringKey
{
    Task<bool> WaitForCancellation(CancellationToken token = default);

    Task<bool> CanBeCancelled(CancellationToken token);

    Task CancelMyself();

    Task Hold(string gate);

    [ResponseTimeout("00:05:00")]
    Task HoldLong(string gate);

    [OneWay]
    Task Tell(string gate);

    [OneWay]
    Task TellBadNews(string gate);

    Task<string?> ContextValue(string key);

    Task<string?> ContextValueThrough(ICarrierGrain other, string key);

    Task ChangeContext(string key, string value);

    [AlwaysInterleave]
    Task Ping();
}

internal sealed class CarrierGrain(Gates gates, ConcurrentQueue<string> book) : Grain, ICarrierGrain
{
    private readonly TaskScheduler _own = TaskScheduler.Current;

    public async Task<bool> WaitForCancellation(CancellationToken token = default)
    {
        var cancelled = new TaskCompletionSource();
        var inside = false;
        using var registration = token.Register(() =>
        {
            inside = TaskScheduler.Current == _own;
            cancelled.SetResult();
        });
        gates.Reach("waiting");
        await cancelled.Task;
        book.Enqueue(inside ? "cancelled inside" : "cancelled outside");
        gates.Reach("cancelled");
        token.ThrowIfCancellationRequested();
        return true;
    }

    public Task<bool> CanBeCancelled(CancellationToken token) => Task.FromResult(token.CanBeCanceled);

    public Task CancelMyself() => Task.FromCanceled(new CancellationToken(canceled: true));

    public async Task Hold(string gate)
    {
        book.Enqueue(gate);
        await gates.Pass(gate);
    }

    public Task HoldLong(string gate) => Hold(gate);

    public Task Tell(string gate) => Hold(gate);

    public async Task TellBadNews(string gate)
    {
        await gates.Pass(gate);
        throw new InvalidOperationException("Nobody hears this.");
    }

    public Task<string?> ContextValue(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public Task<string?> ContextValueThrough(ICarrierGrain other, string key) => other.ContextValue(key);

    public Task ChangeContext(string key, string value)
    {
        RequestContext.Set(key, value);
        return Task.CompletedTask;
    }

    public Task Ping() => Task.CompletedTask;
}
