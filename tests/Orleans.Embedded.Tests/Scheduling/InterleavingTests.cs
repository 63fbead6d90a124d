namespace Orleans.Embedded.Tests.Scheduling;

/// <summary>docs/site/src/content/docs/grains/request-scheduling.md, "Interleaving and reentrancy"; the rules' order is that of ActivationData.MayInvokeRequest.</summary>
public class InterleavingTests
{
    [Fact]
    public async Task A_method_marked_AlwaysInterleave_runs_while_another_request_awaits()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<IGateGrain>("a");
        var write = grain.Write("write");
        var interleaved = grain.Interleave("interleaved");
        await silo.Gates.Reached("interleaved");
        Assert.Equal("+write +interleaved", await grain.Log());
        silo.Gates.Open("interleaved");
        await interleaved;
        silo.Gates.Open("write");
        await write;
    }

    [Fact]
    public async Task Other_requests_wait_for_no_request_that_always_interleaves()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<IGateGrain>("a");
        var interleaved = grain.Interleave("interleaved");
        silo.Gates.Open("write");
        await grain.Write("write");
        Assert.Equal("+interleaved +write -write", await grain.Log());
        silo.Gates.Open("interleaved");
        await interleaved;
    }

    [Fact]
    public async Task ReadOnly_requests_interleave_with_each_other_and_not_with_a_writing_one()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<IGateGrain>("a");
        var read1 = grain.Read("read1");
        var write = grain.Write("write");
        var read2 = grain.Read("read2");
        await silo.Gates.Reached("read2");
        Assert.Equal("+read1 +read2", await grain.Log());

        foreach (var gate in (string[])["read2", "read1", "write"]) silo.Gates.Open(gate);
        await Task.WhenAll(read1, read2, write);
        Assert.EndsWith("+write -write", await grain.Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ReadOnly_request_waits_while_a_writing_one_runs()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<IGateGrain>("a");
        var write = grain.Write("write");
        var read = grain.Read("read");
        await silo.Gates.Reached("write");
        Assert.Equal("+write", await grain.Log());
        silo.Gates.Open("read");
        silo.Gates.Open("write");
        await Task.WhenAll(write, read);
    }

    // ActivationData.OnCompletedRequest forgets the blocking request, and MayInvokeRequest then lets anything in. A grain must not
    // rely on [ReadOnly] to keep writers out across an await.
    [Fact]
    public async Task A_writing_request_starts_when_the_first_of_several_ReadOnly_requests_has_ended()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<IGateGrain>("a");
        var read1 = grain.Read("read1");
        var read2 = grain.Read("read2");
        var write = grain.Write("write");
        await silo.Gates.Reached("read2");
        silo.Gates.Open("read1");
        await silo.Gates.Reached("write");
        Assert.False(read2.IsCompleted);
        silo.Gates.Open("read2");
        silo.Gates.Open("write");
        await Task.WhenAll(read1, read2, write);
    }

    [Fact]
    public async Task All_requests_of_a_Reentrant_class_interleave()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<IReentrantGateGrain>("a");
        var first = grain.Write("first");
        var second = grain.Write("second");
        await silo.Gates.Reached("second");
        Assert.Equal("+first +second", await grain.Log());
        silo.Gates.Open("second");
        await second;
        silo.Gates.Open("first");
        await first;
    }

    [Fact]
    public async Task A_MayInterleave_predicate_decides_which_requests_interleave()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ISelectiveGateGrain>("a");
        var first = grain.Write("first");
        var second = grain.Write("second");
        var urgent = grain.Write("urgent");
        await silo.Gates.Reached("urgent");
        Assert.Equal("+first +urgent", await grain.Log());
        foreach (var gate in (string[])["urgent", "first", "second"]) silo.Gates.Open(gate);
        await Task.WhenAll(first, second, urgent);
    }

    // MayInvokeRequest asks the predicate about the running request, too.
    [Fact]
    public async Task A_running_request_that_may_interleave_lets_others_in()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ISelectiveGateGrain>("a");
        var urgent = grain.Write("urgent");
        silo.Gates.Open("other");
        await grain.Write("other");
        Assert.False(urgent.IsCompleted);
        silo.Gates.Open("urgent");
        await urgent;
    }
}
