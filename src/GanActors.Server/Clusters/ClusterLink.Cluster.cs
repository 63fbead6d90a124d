using System.Diagnostics;
using GanActors.Grains;
using GanActors.Server.Clusters.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GanActors.Server.Clusters;

/// <summary>A client of a cluster.</summary>
internal sealed class ClusterLink(IHost host) : IClusterLink
{
    private const int Attempts = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Longer than a cluster takes to find out that a silo is gone; whom it has for alive, a client may be asking.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public IGrainFactory Grains { get; } = host.Services.GetRequiredService<IClusterClient>();

    public static async Task<IClusterLink> JoinAsync(ClusterAddress address, CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        // A silo that is lost is the cluster's to report; a client goes on with another.
        builder.Logging.ToStandardError(LogLevel.Critical);
        int attempts = 0;
        builder.UseOrleansClient(client =>
        {
            Membership.Join(client, address);
            client.UseConnectionRetryFilter(async (_, stop) =>
            {
                if (++attempts >= Attempts)
                    return false;
                await Task.Delay(Pause, stop);
                return true;
            });
        });
        builder.Services.AddWireSettings();
        WideSockets.Use(builder.Services);
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellation);
            var link = new ClusterLink(host);
            WireContract.Require(await Members(link.Grains, cancellation), "this program");
            return link;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            host.Dispose();
            throw fault as ClusterException ?? new ClusterException($"no silo of {address} takes clients in; start one with `ganactors serve` ({fault.GetBaseException().Message})", fault);
        }
    }

    private static async Task<MembershipEntry[]> Members(IGrainFactory grains, CancellationToken cancellation)
    {
        for (long began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return await grains.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: true, cancellation);
            }
            catch (Exception fault) when (fault is OrleansException or TimeoutException && Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
