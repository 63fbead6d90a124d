using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Activations;

/// <summary>docs/site/src/content/docs/grains/grain-lifecycle.md and src/Orleans.Runtime/Catalog/ActivationData.cs.</summary>
public class DeactivationTests
{
    [Fact]
    public async Task A_grain_that_ends_itself_is_a_fresh_activation_for_the_next_call()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ILifeGrain>("a");
        var before = await grain.Which();
        Assert.Equal(before, await grain.Which());
        await grain.EndYourself();
        Assert.NotEqual(before, await grain.Which());
        Assert.Equal(["activated", "deactivated: ApplicationRequested", "disposed", "activated"], silo.Book);
    }

    [Fact]
    public async Task The_running_request_ends_first()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ILifeGrain>("a");
        var ending = grain.EndYourselfAfter("gate");
        await silo.Gates.Reached("gate");
        Assert.DoesNotContain("disposed", silo.Book);
        silo.Gates.Open("gate");
        await ending;
        await silo.Gates.Reached("disposed");
        Assert.Equal(["activated", "ended the request", "deactivated: ApplicationRequested", "disposed"], silo.Book);
    }

    // ActivationData.RerouteAllQueuedMessages.
    [Fact]
    public async Task Requests_that_waited_go_to_the_fresh_activation_in_their_order()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ILifeGrain>("a");
        var ending = grain.EndYourselfAfter("gate");
        await silo.Gates.Reached("gate");
        string[] names = ["one", "two", "three"];
        foreach (var name in names) silo.Gates.Open(name);
        var waiting = names.Select(grain.Hold).ToArray();
        silo.Gates.Open("gate");
        await ending;
        await Task.WhenAll(waiting);
        Assert.Equal(["activated", "ended the request", "deactivated: ApplicationRequested", "disposed", "activated", "one", "two", "three"], silo.Book);
    }

    [Fact]
    public async Task Not_even_interleaving_requests_begin_once_a_grain_is_ending()
    {
        await using var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ILifeGrain>("a");
        var ending = grain.EndYourselfAfter("gate");
        await silo.Gates.Reached("gate");
        var ping = grain.Ping();
        Assert.False(ping.IsCompleted);
        silo.Gates.Open("gate");
        await ending;
        await ping;
        Assert.Equal(2, silo.Book.Count(line => line == "activated"));
    }

    [Fact]
    public async Task Stopping_the_silo_deactivates_every_grain()
    {
        var silo = new TestSilo();
        await silo.Grains.GetGrain<ILifeGrain>("a").Which();
        await silo.Grains.GetGrain<ILifeGrain>("b").Which();
        await silo.DisposeAsync();
        Assert.Equal(2, silo.Book.Count(line => line == "deactivated: ShuttingDown"));
        Assert.Equal(2, silo.Book.Count(line => line == "disposed"));
    }

    [Fact]
    public async Task A_stopped_silo_refuses_calls()
    {
        var silo = new TestSilo();
        var grain = silo.Grains.GetGrain<ILifeGrain>("a");
        await silo.DisposeAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => grain.Which());
    }

    [Fact]
    public async Task Stopping_waits_for_running_requests_until_its_token_fires_and_then_tells_their_callers()
    {
        var silo = new TestSilo();
        var held = silo.Grains.GetGrain<ILifeGrain>("a").Hold("gate");
        await silo.Gates.Reached("gate");
        using var patience = new CancellationTokenSource();
        var stopping = silo.Silo.StopAsync(patience.Token);
        Assert.False(stopping.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => held);
        silo.Gates.Open("gate");
        await silo.DisposeAsync();
    }
}
