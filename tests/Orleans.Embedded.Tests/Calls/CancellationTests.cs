namespace Orleans.Embedded.Tests.Calls;

/// <summary>docs/site/src/content/docs/grains/cancellation-tokens.md.</summary>
public class CancellationTests
{
    [Fact]
    public async Task Cancelling_ends_the_callers_wait_and_reaches_the_callee_in_a_turn_of_its_own()
    {
        await using var silo = new TestSilo();
        using var source = new CancellationTokenSource();
        var call = silo.Grains.GetGrain<ICarrierGrain>("a").WaitForCancellation(source.Token);
        await silo.Gates.Reached("waiting");
        await source.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.True(call.IsCanceled);
        await silo.Gates.Reached("cancelled");
        Assert.Equal(["cancelled inside"], silo.Book);
    }

    // InsideRuntimeClient.SendRequest: a call with a token that has fired is not sent.
    [Fact]
    public async Task A_call_with_a_token_that_has_fired_is_not_sent()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ICarrierGrain>("a");
        var call = grain.WaitForCancellation(new CancellationToken(canceled: true));
        Assert.True(call.IsCanceled);
        await grain.Ping();
        Assert.False(silo.Gates.WasReached("waiting"));
    }

    // ActivationData.CancelRequestAsync: a request that still waits is taken out of the queue.
    [Fact]
    public async Task A_request_cancelled_while_it_waits_is_never_run()
    {
        await using var silo = new TestSilo();
        using var source = new CancellationTokenSource();
        var grain = silo.Grains.GetGrain<ICarrierGrain>("a");
        var first = grain.Hold("first");
        var second = grain.WaitForCancellation(source.Token);
        await silo.Gates.Reached("first");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        silo.Gates.Open("first");
        await first;
        await grain.ContextValue("x");
        Assert.False(silo.Gates.WasReached("waiting"));
    }

    [Fact]
    public async Task A_call_without_a_token_cannot_be_cancelled()
    {
        await using var silo = new TestSilo();
        Assert.False(await silo.Grains.GetGrain<ICarrierGrain>("a").CanBeCancelled(CancellationToken.None));
    }

    [Fact]
    public async Task A_cancelled_task_of_the_callee_is_a_cancelled_task_for_the_caller()
    {
        await using var silo = new TestSilo();
        var call = silo.Grains.GetGrain<ICarrierGrain>("a").CancelMyself();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.True(call.IsCanceled);
    }
}
