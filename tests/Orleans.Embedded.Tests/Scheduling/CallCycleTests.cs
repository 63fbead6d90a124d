namespace Orleans.Embedded.Tests.Scheduling;

/// <summary>
/// docs/site/src/content/docs/grains/request-scheduling.md, "Call-chain reentrancy". The calling grain's log
/// is asked for before the clock moves: it answers after the turn in which the grain sent its call.
/// </summary>
public class CallCycleTests
{
    private static readonly TimeSpan PastTheTimeout = TimeSpan.FromSeconds(32);

    [Fact]
    public async Task A_grain_that_waits_for_a_call_to_itself_ends_in_a_timeout()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<IGateGrain>("a");
        var call = grain.CallWrite(grain, "write", mayComeBack: false);
        await silo.Gates.Reached("calling");
        Assert.Equal("+call", await grain.Log());
        silo.Clock.Advance(PastTheTimeout);
        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    [Fact]
    public async Task A_cycle_of_two_grains_ends_in_a_timeout()
    {
        await using var silo = new TestSilo();
        var a = silo.Grains.GetGrain<IGateGrain>("a");
        var b = silo.Grains.GetGrain<IGateGrain>("b");
        var call = a.CallThrough(b, a, "write", mayComeBack: false);
        await silo.Gates.Reached("calling");
        await b.Log();
        silo.Clock.Advance(PastTheTimeout);
        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }

    [Fact]
    public async Task A_call_chain_that_was_allowed_to_comes_back_into_the_waiting_grain()
    {
        await using var silo = new TestSilo();
        var a = silo.Grains.GetGrain<IGateGrain>("a");
        var b = silo.Grains.GetGrain<IGateGrain>("b");
        silo.Gates.Open("write");
        await a.CallThrough(b, a, "write", mayComeBack: true);
        Assert.Equal("+write -write", await a.Log());
    }

    [Fact]
    public async Task A_grain_may_call_itself_where_it_allows_its_call_chain_to_come_back()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<IGateGrain>("a");
        silo.Gates.Open("write");
        await grain.CallWrite(grain, "write", mayComeBack: true);
        Assert.Equal("+call +write -write -call", await grain.Log());
    }

    [Fact]
    public async Task Calls_of_no_such_chain_still_wait()
    {
        await using var silo = new TestSilo();
        var a = silo.Grains.GetGrain<IGateGrain>("a");
        var chain = a.CallWrite(a, "chain", mayComeBack: true);
        await silo.Gates.Reached("chain");
        var stranger = a.Write("stranger");
        Assert.Equal("+call +chain", await a.Log());
        silo.Gates.Open("stranger");
        silo.Gates.Open("chain");
        await Task.WhenAll(chain, stranger);
        Assert.Equal("+call +chain -chain -call +stranger -stranger", await a.Log());
    }

    [Fact]
    public async Task Only_the_grain_that_allowed_it_is_re_entered()
    {
        await using var silo = new TestSilo();
        var a = silo.Grains.GetGrain<IGateGrain>("a");
        var b = silo.Grains.GetGrain<IGateGrain>("b");

        // a allows; b, in between, does not: b -> b must not get in.
        var call = a.CallThrough(b, b, "write", mayComeBack: true);
        await silo.Gates.Reached("calling");
        await b.Log();
        silo.Clock.Advance(PastTheTimeout);
        await Assert.ThrowsAsync<TimeoutException>(() => call);
    }
}
