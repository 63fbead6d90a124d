using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Scheduling;

internal interface ISchedulerGrain : IGrainWithStringKey
{
    Task<bool> KeepsItsSchedulerAcrossAwaits();

    Task<bool> LosesItWithConfigureAwaitFalse();

    Task<bool> LosesItInTaskRunAndComesBack();

    Task<bool> KeepsItInStartNewAndContinueWith();

    Task StartInBackground(string gate);

    Task<int> Count(int times);

    Task<bool> RunsQueuedWork();

    Task<bool> IsUnknownToTaskRun();
}

internal sealed class SchedulerGrain(Gates gates, ConcurrentQueue<string> book, IGrainContextAccessor accessor) : Grain, ISchedulerGrain
{
    private readonly TaskScheduler _own = TaskScheduler.Current;
    private int _count;

    private bool IsInside => TaskScheduler.Current == _own && _own != TaskScheduler.Default && ReferenceEquals(accessor.GrainContext, GrainContext);

    public async Task<bool> KeepsItsSchedulerAcrossAwaits()
    {
        var inside = IsInside;
        await Task.Yield();
        inside &= IsInside;
        await Task.Run(() => { });
        return inside & IsInside;
    }

    public async Task<bool> LosesItWithConfigureAwaitFalse()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return TaskScheduler.Current == TaskScheduler.Default;
    }

    public async Task<bool> LosesItInTaskRunAndComesBack() => await Task.Run(() => TaskScheduler.Current == TaskScheduler.Default) & IsInside;

    public async Task<bool> KeepsItInStartNewAndContinueWith()
    {
#pragma warning disable CA2008 // That TaskScheduler.Current is taken is the claim.
        var inside = await Task.Factory.StartNew(() => IsInside);
        return inside & await Task.Run(() => { }).ContinueWith(_ => IsInside);
#pragma warning restore CA2008
    }

    public Task StartInBackground(string gate)
    {
        _ = Background();
        return Task.CompletedTask;

        async Task Background()
        {
            await gates.Pass(gate);
            for (var i = 0; i < 1000; i++)
            {
                // No lock: one turn runs at a time.
                _count++;
                if (i % 10 == 0) await Task.Yield();
            }

            book.Enqueue(IsInside ? "inside" : "outside");
            gates.Reach($"{gate} done");
        }
    }

    public async Task<int> Count(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _count++;
            if (i % 10 == 0) await Task.Yield();
        }

        return _count;
    }

    public async Task<bool> RunsQueuedWork()
    {
        var ran = new TaskCompletionSource<bool>();
        GrainContext.Scheduler.QueueAction(() => ran.SetResult(IsInside));
        return await ran.Task;
    }

    public Task<bool> IsUnknownToTaskRun() => Task.Run(() => accessor.GrainContext is null);
}
