using System.Collections.Concurrent;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Embedded.Tests.Scheduling;

/// <summary>Its requests stop at gates, so that a test decides when each ends.</summary>
internal interface IGateGrain : IGrainWithStringKey
{
    Task Write(string name);

    [ReadOnly]
    Task Read(string name);

    [AlwaysInterleave]
    Task Interleave(string name);

    /// <summary>What has come in and gone out so far. Sent after other requests, it also shows which of those have not begun.</summary>
    [AlwaysInterleave]
    Task<string> Log();

    Task Number(int number);

    [AlwaysInterleave]
    Task<int[]> Numbers();

    Task BlockThread(string name);

    /// <summary>Calls Write of another such grain and blocks its thread until that has begun.</summary>
    Task CallAndBlockUntilItBegins(IGateGrain other, string name);

    /// <summary>Calls Write of another such grain.</summary>
    Task CallWrite(IGateGrain other, string name, bool mayComeBack);

    /// <summary>Calls CallWrite of another such grain.</summary>
    Task CallThrough(IGateGrain through, IGateGrain other, string name, bool mayComeBack);
}

internal interface IReentrantGateGrain : IGateGrain;

internal interface ISelectiveGateGrain : IGateGrain;

internal class GateGrain(Gates gates, ConcurrentQueue<string> book) : Grain, IGateGrain
{
    private readonly List<string> _log = [];
    private readonly List<int> _numbers = [];

    public Task Write(string name) => Pass(name);

    public Task Read(string name) => Pass(name);

    public Task Interleave(string name) => Pass(name);

    public Task<string> Log() => Task.FromResult(string.Join(' ', _log));

    public Task Number(int number)
    {
        _numbers.Add(number);
        return Task.CompletedTask;
    }

    public Task<int[]> Numbers() => Task.FromResult(_numbers.ToArray());

    public Task BlockThread(string name)
    {
        gates.Pass(name).GetAwaiter().GetResult();
        return Task.CompletedTask;
    }

    public async Task CallAndBlockUntilItBegins(IGateGrain other, string name)
    {
        var call = other.Write(name);
        gates.Reached(name).GetAwaiter().GetResult();
        gates.Open(name);
        await call;
    }

    public async Task CallWrite(IGateGrain other, string name, bool mayComeBack)
    {
        _log.Add("+call");
        if (mayComeBack)
        {
            using var section = RequestContext.AllowCallChainReentrancy();
            gates.Reach("calling");
            await other.Write(name);
        }
        else
        {
            gates.Reach("calling");
            await other.Write(name);
        }

        _log.Add("-call");
    }

    public async Task CallThrough(IGateGrain through, IGateGrain other, string name, bool mayComeBack)
    {
        using var section = mayComeBack ? RequestContext.AllowCallChainReentrancy() : RequestContext.SuppressCallChainReentrancy();
        await through.CallWrite(other, name, mayComeBack: false);
    }

    private async Task Pass(string name)
    {
        _log.Add($"+{name}");
        book.Enqueue($"{this.GetPrimaryKeyString()}+{name}");
        await gates.Pass(name);
        _log.Add($"-{name}");
    }
}

[Reentrant]
internal sealed class ReentrantGateGrain(Gates gates, ConcurrentQueue<string> book) : GateGrain(gates, book), IReentrantGateGrain;

[MayInterleave(nameof(IsUrgent))]
internal sealed class SelectiveGateGrain(Gates gates, ConcurrentQueue<string> book) : GateGrain(gates, book), ISelectiveGateGrain
{
    public static bool IsUrgent(IInvokable request) => request.GetMethodName() == nameof(Write) && request.GetArgument(0) is "urgent";
}
