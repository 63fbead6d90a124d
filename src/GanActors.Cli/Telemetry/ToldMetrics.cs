using System.Net;
using GanActors.Server.Clusters;
using GanActors.Server.Runs;
using GanActors.Telemetry;

namespace GanActors.Cli.Telemetry;

/// <summary>What a command that trains tells of itself while it does: to whoever scrapes it, and to where the environment's <c>OTEL_</c> variables say.</summary>
internal sealed class ToldMetrics : IAsyncDisposable
{
    private readonly ProcessTelemetry? _telemetry;
    private readonly MetricsServer? _server;

    private ToldMetrics(ProcessTelemetry? telemetry, MetricsServer? server) => (_telemetry, _server) = (telemetry, server);

    /// <summary>Begins to tell.</summary>
    /// <param name="place">Where scrapes are answered; null for nowhere.</param>
    /// <param name="cluster">The cluster that trains; null if this process does.</param>
    /// <param name="told">Is told the address.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="BadInputException">The place is taken, or there is nothing to tell here.</exception>
    public static async Task<ToldMetrics> Begin(IPEndPoint? place, ClusterAddress? cluster, TextWriter told, CancellationToken stop)
    {
        if (cluster is not null)
        {
            return place is null
                ? new ToldMetrics(null, null)
                : throw new BadInputException("--metrics-port is for training in this process; the silos of a cluster tell their metrics at the port of their --http-port");
        }

        var telemetry = ProcessTelemetry.Start(isScraped: place is not null);
        if (place is null)
            return new ToldMetrics(telemetry, null);
        try
        {
            var server = await MetricsServer.StartAsync(telemetry!, place, stop);
            told.WriteLine($"metrics are told at {server.Address}");
            return new ToldMetrics(telemetry, server);
        }
        catch (TelemetryException fault)
        {
            telemetry!.Dispose();
            throw new BadInputException($"--metrics-port: {fault.Message}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _telemetry?.Dispose();
    }
}
