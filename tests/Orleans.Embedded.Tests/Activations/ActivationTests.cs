using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Activations;

internal interface IFussyGrain : IGrainWithStringKey
{
    Task<int> Attempts();
}

internal sealed class FussyGrain(Gates gates, FussyGrain.Failures failures) : Grain, IFussyGrain
{
    private bool _ready;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        failures.Attempts++;
        await gates.Pass("activating");
        if (failures.Left-- > 0) throw new InvalidDataException("not today");
        _ready = true;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        failures.Deactivated++;
        return Task.CompletedTask;
    }

    public Task<int> Attempts() => Task.FromResult(_ready ? failures.Attempts : -1);

    internal sealed class Failures
    {
        public int Left { get; set; }

        public int Attempts { get; set; }

        public int Deactivated { get; set; }
    }
}

internal interface ISlowStarter : IGrainWithStringKey
{
    Task Nothing();
}

internal sealed class SlowStarter(Gates gates) : Grain, ISlowStarter
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) => gates.Pass("never");

    public Task Nothing() => Task.CompletedTask;
}

/// <summary>docs/site/src/content/docs/grains/grain-lifecycle.md and src/Orleans.Runtime/Catalog/ActivationData.cs, ActivateAsync.</summary>
public class ActivationTests
{
    [Fact]
    public async Task The_first_requests_wait_until_the_one_activation_is_ready()
    {
        var failures = new FussyGrain.Failures();
        await using var silo = Start(failures);
        var calls = Enumerable.Range(0, 50).Select(_ => silo.Grains.GetGrain<IFussyGrain>("a").Attempts()).ToArray();
        await silo.Gates.Reached("activating");
        Assert.All(calls, call => Assert.False(call.IsCompleted));
        silo.Gates.Open("activating");
        Assert.All(await Task.WhenAll(calls), attempts => Assert.Equal(1, attempts));
    }

    [Fact]
    public async Task When_activation_fails_the_callers_get_its_exception_and_the_next_call_tries_again()
    {
        var failures = new FussyGrain.Failures { Left = 1 };
        await using var silo = Start(failures);
        var grain = silo.Grains.GetGrain<IFussyGrain>("a");
        var calls = new[] { grain.Attempts(), grain.Attempts() };
        silo.Gates.Open("activating");
        foreach (var call in calls) Assert.Equal("not today", (await Assert.ThrowsAsync<InvalidDataException>(() => call)).Message);
        Assert.Equal(2, await grain.Attempts());
    }

    [Fact]
    public async Task A_grain_that_was_never_ready_is_not_told_that_it_ends()
    {
        var failures = new FussyGrain.Failures { Left = 1 };
        await using var silo = Start(failures);
        silo.Gates.Open("activating");
        await Assert.ThrowsAsync<InvalidDataException>(() => silo.Grains.GetGrain<IFussyGrain>("a").Attempts());
        Assert.Equal(0, failures.Deactivated);
    }

    // GrainCollectionOptions.ActivationTimeout.
    [Fact]
    public async Task Activation_may_take_thirty_seconds()
    {
        await using var silo = new TestSilo(builder => builder.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromMinutes(5)));
        var call = silo.Grains.GetGrain<ISlowStarter>("a").Nothing();
        await silo.Gates.Reached("never");
        silo.Clock.Advance(TimeSpan.FromSeconds(31));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        silo.Gates.Open("never");
    }

    private static TestSilo Start(FussyGrain.Failures failures) =>
        new(builder => builder.Services.AddSingleton(failures));
}
