namespace Orleans.Embedded.Tests.Scheduling;

/// <summary>docs/site/src/content/docs/grains/external-tasks-and-grains.md: what runs in the grain and what leaves it.</summary>
public class TaskSchedulerTests
{
    [Fact]
    public async Task A_grains_code_runs_on_its_own_scheduler_before_and_after_every_await()
    {
        await using var silo = new TestSilo();
        Assert.True(await silo.Grains.GetGrain<ISchedulerGrain>("a").KeepsItsSchedulerAcrossAwaits());
    }

    [Fact]
    public async Task ConfigureAwait_false_leaves_the_grain()
    {
        await using var silo = new TestSilo();
        Assert.True(await silo.Grains.GetGrain<ISchedulerGrain>("a").LosesItWithConfigureAwaitFalse());
    }

    [Fact]
    public async Task Task_Run_leaves_the_grain_and_awaiting_it_comes_back()
    {
        await using var silo = new TestSilo();
        Assert.True(await silo.Grains.GetGrain<ISchedulerGrain>("a").LosesItInTaskRunAndComesBack());
    }

    [Fact]
    public async Task StartNew_and_ContinueWith_stay_in_the_grain()
    {
        await using var silo = new TestSilo();
        Assert.True(await silo.Grains.GetGrain<ISchedulerGrain>("a").KeepsItInStartNewAndContinueWith());
    }

    [Fact]
    public async Task Work_queued_on_the_grains_context_runs_in_the_grain()
    {
        await using var silo = new TestSilo();
        Assert.True(await silo.Grains.GetGrain<ISchedulerGrain>("a").RunsQueuedWork());
    }

    [Fact]
    public async Task Code_in_Task_Run_belongs_to_no_grain()
    {
        await using var silo = new TestSilo();
        Assert.True(await silo.Grains.GetGrain<ISchedulerGrain>("a").IsUnknownToTaskRun());
    }

    // docs/site/src/content/docs/grains/request-scheduling.md: tasks that nobody awaits go on running, interleaved with requests.
    [Fact]
    public async Task A_task_that_nobody_awaits_goes_on_in_the_grain_one_turn_at_a_time_with_requests()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ISchedulerGrain>("a");
        await grain.StartInBackground("background");
        silo.Gates.Open("background");
        await grain.Count(1000);
        await silo.Gates.Reached("background done");
        Assert.Equal(2000, await grain.Count(0));
        Assert.Equal(["inside"], silo.Book);
    }
}
