using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Persistence;

internal interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Increment();

    Task End();
}

internal sealed class CounterGrain : Grain<Ledger>, ICounterGrain
{
    public async Task<int> Increment()
    {
        State.Total++;
        await WriteStateAsync();
        return State.Total;
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

/// <summary>docs/site/src/content/docs/grains/grain-persistence/index.md, "Legacy grain state base class".</summary>
public class GrainOfStateTests
{
    [Fact]
    public async Task A_grain_of_a_state_keeps_it_in_the_default_storage()
    {
        await using var silo = new TestSilo(builder => builder.AddMemoryGrainStorageAsDefault());
        var grain = silo.Grains.GetGrain<ICounterGrain>("a");
        Assert.Equal(1, await grain.Increment());
        await grain.End();
        Assert.Equal(2, await grain.Increment());
    }
}
