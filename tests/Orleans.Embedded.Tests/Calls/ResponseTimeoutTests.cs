using Orleans.Configuration;
using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Calls;

/// <summary>docs/site/src/content/docs/implementation/messaging-delivery-guarantees.md: a call is run at most once, and a timeout says nothing of its outcome.</summary>
public class ResponseTimeoutTests
{
    [Fact]
    public async Task A_caller_waits_thirty_seconds()
    {
        await using var silo = new TestSilo();
        var call = silo.Grains.GetGrain<ICarrierGrain>("a").Hold("gate");
        await silo.Gates.Reached("gate");
        silo.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(call.IsCompleted);
        silo.Clock.Advance(TimeSpan.FromSeconds(2));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Contains("ICarrierGrain.Hold", error.Message, StringComparison.Ordinal);
        silo.Gates.Open("gate");
    }

    [Fact]
    public async Task The_silo_may_have_another_timeout()
    {
        await using var silo = new TestSilo(builder => builder.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5)));
        var call = silo.Grains.GetGrain<ICarrierGrain>("a").Hold("gate");
        await silo.Gates.Reached("gate");
        silo.Clock.Advance(TimeSpan.FromSeconds(6));
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        silo.Gates.Open("gate");
    }

    // src/Orleans.Serialization.Abstractions/Annotations.cs, ResponseTimeoutAttribute.
    [Fact]
    public async Task A_method_may_have_another_timeout()
    {
        await using var silo = new TestSilo();
        var call = silo.Grains.GetGrain<ICarrierGrain>("a").HoldLong("gate");
        await silo.Gates.Reached("gate");
        silo.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.False(call.IsCompleted);
        silo.Gates.Open("gate");
        await call;
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_is_dropped_and_the_grain_goes_on()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ICarrierGrain>("a");
        var late = grain.Hold("late");
        await silo.Gates.Reached("late");
        silo.Clock.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<TimeoutException>(() => late);

        var next = grain.Hold("next");
        await grain.Ping();
        Assert.False(silo.Gates.WasReached("next"));
        silo.Gates.Open("late");
        silo.Gates.Open("next");
        await next;
    }

    // MessagingOptions.DropExpiredMessages: what expired in the queue is not run.
    [Fact]
    public async Task A_request_whose_caller_gave_up_while_it_waited_is_never_run()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ICarrierGrain>("a");
        var first = grain.HoldLong("first");
        var second = grain.Hold("second");
        await silo.Gates.Reached("first");
        silo.Clock.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAsync<TimeoutException>(() => second);
        silo.Gates.Open("first");
        await first;
        await grain.ContextValue("x");
        Assert.Equal(["first"], silo.Book);
    }
}
