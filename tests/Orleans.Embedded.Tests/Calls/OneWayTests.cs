namespace Orleans.Embedded.Tests.Calls;

/// <summary>docs/site/src/content/docs/grains/oneway.md.</summary>
public class OneWayTests
{
    [Fact]
    public async Task A_one_way_call_is_done_for_its_caller_before_the_grain_has_run_it()
    {
        await using var silo = new TestSilo();
        var told = silo.Grains.GetGrain<ICarrierGrain>("a").Tell("gate");
        Assert.True(told.IsCompletedSuccessfully);
        await silo.Gates.Reached("gate");
        silo.Gates.Open("gate");
    }

    [Fact]
    public async Task Nobody_hears_that_a_one_way_call_failed_and_the_grain_goes_on()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ICarrierGrain>("a");
        await grain.TellBadNews("gate");
        silo.Gates.Open("gate");
        Assert.Null(await grain.ContextValue("x"));
    }

    [Fact]
    public async Task A_one_way_request_blocks_others_like_any()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ICarrierGrain>("a");
        await grain.Tell("told");
        var next = grain.Hold("next");
        await silo.Gates.Reached("told");
        await grain.Ping();
        Assert.False(silo.Gates.WasReached("next"));
        silo.Gates.Open("told");
        silo.Gates.Open("next");
        await next;
    }
}
