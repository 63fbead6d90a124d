using GanActors.Grains.Revival;
using Microsoft.Extensions.DependencyInjection;

namespace GanActors.Server;

/// <content>On the embedded runtime: no host, no ports, up in milliseconds.</content>
public sealed partial class LocalSilo
{
    private EmbeddedSilo? _silo;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _silo?.DisposeAsync() ?? ValueTask.CompletedTask;

    private partial Task StartRuntime(Action<IServiceCollection> addRooms, CancellationToken cancellation)
    {
        _silo = EmbeddedSilo.Start(silo =>
        {
            addRooms(silo.Services);
            silo.AddMemoryGrainStorage(KeptOrder.Storage).UseInMemoryReminderService();
        });
        Grains = _silo.GrainFactory;
        return Task.CompletedTask;
    }
}
