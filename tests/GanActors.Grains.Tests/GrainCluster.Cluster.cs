using GanActors.Grains.Revival;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace GanActors.Grains.Tests;

public sealed partial class GrainCluster
{
    private InProcessTestCluster? _cluster;

    /// <summary>Where its silos are.</summary>
    internal IReadOnlyList<SiloAddress> Addresses => [.. _cluster!.Silos.Select(silo => silo.SiloAddress)];

    private partial async Task StartSilos(Action<IServiceCollection> configure)
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddWireSettings();
            configure(silo.Services);
            silo.AddMemoryGrainStorage(KeptOrder.Storage).UseInMemoryReminderService();
            silo.AddIncomingGrainCallFilter(new CallRecorder(this));
        });
        builder.ConfigureClient(client => client.Services.AddWireSettings());
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        Grains = _cluster.Client;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }
}
