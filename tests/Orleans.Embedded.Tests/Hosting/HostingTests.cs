using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Embedded.Tests.Activations;
using Orleans.Embedded.Tests.Calls;
using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Hosting;

/// <summary>docs/site/src/content/docs/host/configuration-guide/server-configuration.md: a silo is part of a host.</summary>
public class HostingTests
{
    [Fact]
    public async Task A_silo_starts_and_stops_with_its_host()
    {
        var book = new ConcurrentQueue<string>();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo.UseLocalhostClustering().Services.AddSingleton(new Gates()).AddSingleton(book));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<IGrainFactory>().GetGrain<ILifeGrain>("a").Which();
        await host.Services.GetRequiredService<IClusterClient>().GetGrain<ILifeGrain>("b").Which();
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, book.Count(line => line == "deactivated: ShuttingDown"));
    }

    [Fact]
    public async Task An_older_host_builder_takes_a_silo_too()
    {
        using var host = new HostBuilder().UseOrleans(silo => silo.UseLocalhostClustering()).Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal("a:hi", await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IEchoGrain>("a").Echo("hi"));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Two_silos_in_one_process_know_nothing_of_each_other()
    {
        await using var one = new TestSilo();
        await using var other = new TestSilo();
        Assert.NotEqual(await one.Grains.GetGrain<ILifeGrain>("a").Which(), await other.Grains.GetGrain<ILifeGrain>("a").Which());
    }
}
