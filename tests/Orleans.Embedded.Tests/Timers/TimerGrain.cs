using System.Collections.Concurrent;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Timers;

internal interface ITimerGrain : IGrainWithStringKey
{
    Task Start(TimeSpan dueTime, TimeSpan period, bool interleave = false);

    Task StartWithToken();

    Task Change(TimeSpan dueTime, TimeSpan period);

    [AlwaysInterleave]
    Task Stop();

    Task Hold(string gate);

    Task End();

    [AlwaysInterleave]
    Task Ping();
}

/// <summary>Each tick reaches "tick n", then waits for gate "let n" if the test holds it.</summary>
internal sealed class TimerGrain(Gates gates, ConcurrentQueue<string> book, TimerGrain.Settings settings) : Grain, ITimerGrain
{
    private readonly TaskScheduler _own = TaskScheduler.Current;
    private IGrainTimer? _timer;
    private int _ticks;

    public Task Start(TimeSpan dueTime, TimeSpan period, bool interleave = false)
    {
        _timer = this.RegisterGrainTimer(OnTick, new GrainTimerCreationOptions { DueTime = dueTime, Period = period, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartWithToken()
    {
        _timer = this.RegisterGrainTimer(
            async (name, token) =>
            {
                book.Enqueue(name);
                gates.Reach("ticking");
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                catch (OperationCanceledException)
                {
                    gates.Reach($"{name} cancelled");
                }
            },
            "tick",
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task Hold(string gate) => gates.Pass(gate);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Ping() => Task.CompletedTask;

    private async Task OnTick()
    {
        var tick = ++_ticks;
        book.Enqueue(TaskScheduler.Current == _own ? $"tick {tick}" : "a tick outside of the grain");
        if (settings.ChangeInTick is { } change) _timer!.Change(change, change);
        gates.Reach($"tick {tick}");
        if (settings.HoldTicks) await gates.Pass($"let {tick}");
        if (settings.FailTicks) throw new InvalidOperationException("A tick failed.");
    }

    internal sealed class Settings
    {
        public bool HoldTicks { get; set; }

        public bool FailTicks { get; set; }

        public TimeSpan? ChangeInTick { get; set; }
    }
}
