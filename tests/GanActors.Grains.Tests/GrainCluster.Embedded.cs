using GanActors.Grains.Revival;
using Microsoft.Extensions.DependencyInjection;

namespace GanActors.Grains.Tests;

public sealed partial class GrainCluster
{
    private EmbeddedSilo? _silo;

    public ValueTask DisposeAsync() => _silo?.DisposeAsync() ?? ValueTask.CompletedTask;

    private partial Task StartSilos(Action<IServiceCollection> configure)
    {
        _silo = EmbeddedSilo.Start(silo =>
        {
            configure(silo.Services);
            silo.AddMemoryGrainStorage(KeptOrder.Storage).UseInMemoryReminderService();
            silo.AddIncomingGrainCallFilter(new CallRecorder(this));
        });
        Grains = _silo.GrainFactory;
        return Task.CompletedTask;
    }
}
