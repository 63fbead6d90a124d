using Orleans.Configuration;
using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Activations;

/// <summary>docs/site/src/content/docs/host/configuration-guide/activation-collection.md.</summary>
public class CollectionTests
{
    [Fact]
    public async Task A_grain_idle_for_fifteen_minutes_is_collected()
    {
        await using var silo = new TestSilo();
        await silo.Grains.GetGrain<ILifeGrain>("a").Which();
        silo.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.False(silo.Gates.WasReached("deactivated"));
        silo.Clock.Advance(TimeSpan.FromMinutes(2));
        await silo.Gates.Reached("deactivated");
        Assert.Contains("deactivated: ActivationIdle", silo.Book);
    }

    [Fact]
    public async Task A_request_makes_the_age_start_again()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ILifeGrain>("a");
        var before = await grain.Which();
        for (var i = 0; i < 5; i++)
        {
            silo.Clock.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal(before, await grain.Which());
        }
    }

    [Fact]
    public async Task A_grain_with_a_running_request_is_not_collected()
    {
        await using var silo = new TestSilo(builder => builder.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Timeout.InfiniteTimeSpan));
        var held = silo.Grains.GetGrain<ILifeGrain>("a").Hold("gate");
        await silo.Gates.Reached("gate");
        silo.Clock.Advance(TimeSpan.FromHours(1));
        Assert.False(silo.Gates.WasReached("deactivated"));
        silo.Gates.Open("gate");
        await held;
        Assert.False(silo.Gates.WasReached("deactivated"));
    }

    [Fact]
    public async Task The_silo_may_have_another_age()
    {
        await using var silo = new TestSilo(builder => builder.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(3)));
        await silo.Grains.GetGrain<ILifeGrain>("a").Which();
        silo.Clock.Advance(TimeSpan.FromMinutes(4));
        await silo.Gates.Reached("deactivated");
    }

    [Fact]
    public async Task A_class_may_have_another_age()
    {
        await using var silo = new TestSilo();
        await silo.Grains.GetGrain<IShortLivedGrain>("a").Which();
        silo.Clock.Advance(TimeSpan.FromMinutes(3));
        await silo.Gates.Reached("deactivated");
    }

    [Fact]
    public async Task A_KeepAlive_class_is_never_collected()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<IImmortalGrain>("a");
        var before = await grain.Which();
        silo.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(before, await grain.Which());
    }

    [Fact]
    public async Task A_grain_may_delay_its_collection_and_take_that_back()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ILifeGrain>("a");
        var before = await grain.Which();
        await grain.LiveOn(TimeSpan.FromHours(2));
        silo.Clock.Advance(TimeSpan.FromMinutes(100));
        Assert.Equal(before, await grain.Which());
        await grain.LiveOn(TimeSpan.Zero);
        silo.Clock.Advance(TimeSpan.FromMinutes(16));
        await silo.Gates.Reached("deactivated");
    }

    // docs/site/src/content/docs/grains/timers.md: timer ticks do not keep an activation alive, unless asked to.
    [Fact]
    public async Task Ticks_of_a_timer_keep_no_grain_alive_unless_they_are_to()
    {
        await using var silo = new TestSilo();
        var ticking = silo.Grains.GetGrain<ILifeGrain>("ticking");
        await ticking.TickEvery(TimeSpan.FromMinutes(1), keepAlive: false);

        for (var tick = 1; tick <= 14; tick++) await silo.AdvanceToTick(TimeSpan.FromMinutes(1), $"tick {tick}");
        silo.Clock.Advance(TimeSpan.FromMinutes(1));
        await silo.Gates.Reached("deactivated");
    }

    [Fact]
    public async Task Ticks_of_a_KeepAlive_timer_keep_a_grain_alive()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ILifeGrain>("a");
        var before = await grain.Which();
        await grain.TickEvery(TimeSpan.FromMinutes(5), keepAlive: true);
        for (var tick = 1; tick <= 12; tick++) await silo.AdvanceToTick(TimeSpan.FromMinutes(5), $"tick {tick}");
        Assert.Equal(before, await grain.Which());
    }
}
