using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace GanActors.Grains.Tests;

public sealed partial class GrainCluster
{
    private InProcessTestCluster? _cluster;

    private partial async Task StartSilos(Action<IServiceCollection> configure)
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 2);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddWireExceptions();
            configure(silo.Services);
            silo.AddIncomingGrainCallFilter(new CallRecorder(this));
        });
        builder.ConfigureClient(client => client.Services.AddWireExceptions());
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
