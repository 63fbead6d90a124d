using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Embedded.Tests.Timers;

/// <summary>docs/site/src/content/docs/grains/timers.md and src/Orleans.Runtime/Timers/GrainTimer.cs.</summary>
public class GrainTimerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly TimerGrain.Settings _settings = new();

    [Fact]
    public async Task A_timer_ticks_in_the_grain_when_due_and_then_each_period()
    {
        await using var silo = Start();
        var grain = silo.Grains.GetGrain<ITimerGrain>("a");
        await grain.Start(5 * Second, 2 * Second);
        silo.Clock.Advance(4 * Second);
        await grain.Ping();
        Assert.Empty(silo.Book);
        await silo.AdvanceToTick(Second, "tick 1");
        silo.Clock.Advance(Second);
        await grain.Ping();
        Assert.Equal(["tick 1"], silo.Book);
        await silo.AdvanceToTick(Second, "tick 2");
    }

    [Fact]
    public async Task A_timer_without_a_period_ticks_once()
    {
        await using var silo = Start();
        var grain = silo.Grains.GetGrain<ITimerGrain>("a");
        await grain.Start(Second, Timeout.InfiniteTimeSpan);
        silo.Clock.Advance(Second);
        await silo.Gates.Reached("tick 1");
        await grain.Ping();
        silo.Clock.Advance(TimeSpan.FromMinutes(5));
        await grain.Ping();
        Assert.Equal(["tick 1"], silo.Book);
    }

    [Fact]
    public async Task Ticks_never_overlap_and_the_period_counts_from_a_ticks_end()
    {
        _settings.HoldTicks = true;
        await using var silo = Start();
        var grain = silo.Grains.GetGrain<ITimerGrain>("a");
        await grain.Start(Second, Second, interleave: true);
        silo.Clock.Advance(Second);
        await silo.Gates.Reached("tick 1");
        silo.Clock.Advance(100 * Second);
        await grain.Ping();
        Assert.Equal(["tick 1"], silo.Book);

        var set = silo.Clock.NextTimerSet();
        silo.Gates.Open("let 1");
        await set;
        silo.Clock.Advance(Second - TimeSpan.FromTicks(1));
        await grain.Ping();
        Assert.Equal(["tick 1"], silo.Book);
        silo.Clock.Advance(TimeSpan.FromTicks(1));
        await silo.Gates.Reached("tick 2");
        silo.Gates.Open("let 2");
    }

    [Fact]
    public async Task A_tick_waits_for_the_running_request_as_a_request_would()
    {
        await using var silo = Start();
        var grain = silo.Grains.GetGrain<ITimerGrain>("a");
        await grain.Start(Second, Timeout.InfiniteTimeSpan);
        var held = grain.Hold("held");
        await silo.Gates.Reached("held");
        silo.Clock.Advance(Second);
        await grain.Ping();
        Assert.Empty(silo.Book);
        silo.Gates.Open("held");
        await held;
        await silo.Gates.Reached("tick 1");
    }

    [Fact]
    public async Task A_request_waits_for_a_tick()
    {
        _settings.HoldTicks = true;
        await using var silo = Start();
        var grain = silo.Grains.GetGrain<ITimerGrain>("a");
        await grain.Start(Second, Timeout.InfiniteTimeSpan);
        silo.Clock.Advance(Second);
        await silo.Gates.Reached("tick 1");
        var held = grain.Hold("held");
        await grain.Ping();
        Assert.False(silo.Gates.WasReached("held"));
        silo.Gates.Open("let 1");
        silo.Gates.Open("held");
        await held;
    }

    [Fact]
    public async Task An_interleaving_timer_ticks_while_a_request_runs()
    {
        await using var silo = Start();
        var grain = silo.Grains.GetGrain<ITimerGrain>("a");
        await grain.Start(Second, Timeout.InfiniteTimeSpan, interleave: true);
        var held = grain.Hold("held");
        await silo.Gates.Reached("held");
        silo.Clock.Advance(Second);
        await silo.Gates.Reached("tick 1");
        silo.Gates.Open("held");
        await held;
    }

    [Fact]
    public async Task A_tick_that_fails_is_followed_by_the_next()
    {
        _settings.FailTicks = true;
        await using var silo = Start();
        await silo.Grains.GetGrain<ITimerGrain>("a").Start(Second, Second);
        await silo.AdvanceToTick(Second, "tick 1");
        await silo.AdvanceToTick(Second, "tick 2");
    }

    [Fact]
    public async Task Changing_a_timer_sets_when_it_ticks_next()
    {
        await using var silo = Start();
        var grain = silo.Grains.GetGrain<ITimerGrain>("a");
        await grain.Start(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        await grain.Change(2 * Second, Timeout.InfiniteTimeSpan);
        silo.Clock.Advance(Second);
        await grain.Ping();
        Assert.Empty(silo.Book);
        silo.Clock.Advance(Second);
        await silo.Gates.Reached("tick 1");
    }

    [Fact]
    public async Task A_change_made_in_a_tick_sets_the_next()
    {
        _settings.ChangeInTick = TimeSpan.FromMinutes(10);
        await using var silo = Start();
        var grain = silo.Grains.GetGrain<ITimerGrain>("a");
        await grain.Start(Second, Second);
        await silo.AdvanceToTick(Second, "tick 1");
        silo.Clock.Advance(TimeSpan.FromMinutes(9));
        await grain.Ping();
        Assert.Equal(["tick 1"], silo.Book);
        await silo.AdvanceToTick(TimeSpan.FromMinutes(1), "tick 2");
    }

    [Fact]
    public async Task A_disposed_timer_ticks_no_more_and_its_running_ticks_token_fires()
    {
        await using var silo = Start();
        var grain = silo.Grains.GetGrain<ITimerGrain>("a");
        await grain.StartWithToken();
        silo.Clock.Advance(Second);
        await silo.Gates.Reached("ticking");
        await grain.Stop();
        await silo.Gates.Reached("tick cancelled");
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        await grain.End();
        Assert.Equal(["tick"], silo.Book);
    }

    [Fact]
    public async Task A_timer_stops_with_its_activation()
    {
        await using var silo = Start();
        var grain = silo.Grains.GetGrain<ITimerGrain>("a");
        await grain.Start(Second, Second);
        await grain.End();
        await grain.Ping();
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        await grain.Ping();
        Assert.Empty(silo.Book);
    }

    [Fact]
    public async Task Negative_times_are_refused()
    {
        await using var silo = Start();
        var grain = silo.Grains.GetGrain<ITimerGrain>("a");
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => grain.Start(-2 * Second, Second));
    }

    private TestSilo Start() => new(builder => builder.Services.AddSingleton(_settings));
}
