using System.Net;
using System.Net.Sockets;
using GanActors.Grains;
using GanActors.Server.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GanActors.Server;

/// <content>On Microsoft Orleans: one silo with localhost clustering, on ports of its own so that several can run side by side.</content>
public sealed partial class LocalSilo
{
    private IHost? _host;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_host is null)
            return;
        await _host.StopAsync();
        _host.Dispose();
    }

    private partial async Task StartRuntime(Action<IServiceCollection> addRooms, CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ToStandardError(LogLevel.Warning);
        builder.UseOrleans(silo => Membership.KeepInMemory(silo.UseLocalhostClustering(FreePort(), FreePort())));
        builder.Services.AddWireSettings();
        addRooms(builder.Services);
        _host = builder.Build();
        await _host.StartAsync(cancellation);
        Grains = _host.Services.GetRequiredService<IGrainFactory>();
    }

    /// <summary>A port of this machine that nobody listens on.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
