using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Calls;

/// <summary>docs/site/src/content/docs/grains/request-context.md.</summary>
public class RequestContextTests
{
    [Fact]
    public async Task Values_flow_with_a_call_and_with_the_calls_it_makes()
    {
        await using var silo = new TestSilo();
        RequestContext.Set("trace", "42");
        var a = silo.Grains.GetGrain<ICarrierGrain>("a");
        Assert.Equal("42", await a.ContextValue("trace"));
        Assert.Equal("42", await a.ContextValueThrough(silo.Grains.GetGrain<ICarrierGrain>("b"), "trace"));
    }

    [Fact]
    public async Task What_a_callee_sets_does_not_flow_back()
    {
        await using var silo = new TestSilo();
        RequestContext.Set("trace", "42");
        await silo.Grains.GetGrain<ICarrierGrain>("a").ChangeContext("trace", "43");
        Assert.Equal("42", RequestContext.Get("trace"));
    }

    [Fact]
    public async Task What_one_request_set_the_next_does_not_see()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ICarrierGrain>("a");

        // Both wait in the queue, so that they run in one turn.
        var held = grain.Hold("held");
        var change = grain.ChangeContext("trace", "43");
        var value = grain.ContextValue("trace");
        silo.Gates.Open("held");
        await Task.WhenAll(held, change);
        Assert.Null(await value);
    }

    [Fact]
    public void Setting_removing_and_clearing_work_on_a_copy_that_flows_only_onwards()
    {
        RequestContext.Set("a", 1);
        RequestContext.Set("b", 2);
        Assert.Equal(["a", "b"], RequestContext.Keys.Order());
        Assert.True(RequestContext.Remove("a"));
        Assert.False(RequestContext.Remove("a"));
        Assert.Equal(2, RequestContext.Get("b"));
        RequestContext.Clear();
        Assert.Empty(RequestContext.Entries);
    }
}
