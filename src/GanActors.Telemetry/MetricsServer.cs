using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;

namespace GanActors.Telemetry;

/// <summary>A small web server that answers scrapes, for a process that has none otherwise.</summary>
public sealed class MetricsServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MetricsServer(WebApplication app, Uri address) => (_app, Address) = (app, address);

    /// <summary>Where to scrape.</summary>
    public Uri Address { get; }

    /// <summary>Begins to answer.</summary>
    /// <param name="telemetry">Answers; begun to be scraped.</param>
    /// <param name="place">Address and port; port 0 for any that is free.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="TelemetryException">The place is taken, or not this machine's.</exception>
    public static async Task<MetricsServer> StartAsync(ProcessTelemetry telemetry, IPEndPoint place, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(telemetry);
        ArgumentNullException.ThrowIfNull(place);
        var app = BareWebHost.NewBuilder(kestrel => kestrel.Listen(place)).Build();
        telemetry.Map(app);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new TelemetryException(
                BareWebHost.IsTaken(fault)
                    ? $"{place} is taken; metrics can be told at another port, or at 0 for any that is free"
                    : $"metrics cannot be told at {place}: {fault.GetBaseException().Message}",
                fault);
        }

        var told = new UriBuilder(app.Urls.First()) { Path = ScrapeTarget.Path };
        return new MetricsServer(app, told.Uri);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
