namespace Orleans.Embedded.Tests.Scheduling;

/// <summary>docs/site/src/content/docs/grains/request-scheduling.md: without interleaving a request runs to its end before the next begins.</summary>
public class OneRequestAtATimeTests
{
    [Fact]
    public async Task A_second_request_waits_until_the_first_has_ended_even_while_that_awaits()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<IGateGrain>("a");
        var first = grain.Write("first");
        var second = grain.Write("second");
        await silo.Gates.Reached("first");
        Assert.Equal("+first", await grain.Log());

        silo.Gates.Open("second");
        silo.Gates.Open("first");
        await Task.WhenAll(first, second);
        Assert.Equal("+first -first +second -second", await grain.Log());
    }

    [Fact]
    public async Task Different_grains_run_at_the_same_time()
    {
        await using var silo = new TestSilo();
        var a = silo.Grains.GetGrain<IGateGrain>("a").Write("a");
        var b = silo.Grains.GetGrain<IGateGrain>("b").Write("b");
        await silo.Gates.Reached("a");
        await silo.Gates.Reached("b");
        silo.Gates.Open("a");
        silo.Gates.Open("b");
        await Task.WhenAll(a, b);
    }

    // docs/site/src/content/docs/implementation/messaging-delivery-guarantees.md promises no order across activations; to one
    // local activation requests queue in the order in which they were sent (ActivationData.ReceiveRequest).
    [Fact]
    public async Task Requests_of_one_caller_run_in_the_order_in_which_they_were_sent()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<IGateGrain>("a");
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(grain.Number));
        Assert.Equal(Enumerable.Range(0, 1000), await grain.Numbers());
    }

    // docs/site/src/content/docs/implementation/scheduler.md: turns are scheduled, a call never runs on its caller's stack.
    [Fact]
    public async Task A_call_returns_before_the_grain_has_run_it()
    {
        await using var silo = new TestSilo();
        var call = silo.Grains.GetGrain<IGateGrain>("a").BlockThread("block");
        silo.Gates.Open("block");
        await call;
    }

    // docs/site/src/content/docs/implementation/scheduler.md: a long turn delays its own activation only.
    [Fact]
    public async Task A_grain_that_blocks_its_thread_blocks_no_other_grain()
    {
        await using var silo = new TestSilo();
        var blocked = silo.Grains.GetGrain<IGateGrain>("a").BlockThread("block");
        await silo.Gates.Reached("block");
        var other = silo.Grains.GetGrain<IGateGrain>("b");
        for (var i = 0; i < 100; i++) await other.Number(i);
        Assert.False(blocked.IsCompleted);
        silo.Gates.Open("block");
        await blocked;
    }

    [Fact]
    public async Task A_grain_that_blocks_its_thread_does_not_block_the_grain_it_has_just_called()
    {
        await using var silo = new TestSilo();
        await silo.Grains.GetGrain<IGateGrain>("a").CallAndBlockUntilItBegins(silo.Grains.GetGrain<IGateGrain>("b"), "write");
    }
}
