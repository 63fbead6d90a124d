using System.Globalization;
using System.Net;
using GanActors.Grains;
using GanActors.Grains.Devices;
using GanActors.Server.Clusters.Transport;
using GanActors.Server.Engines;
using GanActors.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace GanActors.Server.Clusters;

/// <summary>A silo of a cluster, and the web host that says how it is.</summary>
internal sealed class ServingSilo : IServingSilo
{
    /// <summary>How long grains may take to put their work away when the silo leaves: a checkpoint of a large network takes a while.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromMinutes(2);

    private readonly WebApplication _app;
    private readonly Readiness _readiness;
    private readonly ProcessTelemetry _telemetry;

    private ServingSilo(WebApplication app, Readiness readiness, ProcessTelemetry telemetry, IReadOnlyList<string> places)
    {
        _app = app;
        _telemetry = telemetry;
        _readiness = readiness;
        Places = places;
    }

    /// <inheritdoc/>
    public IGrainFactory Grains => _app.Services.GetRequiredService<IGrainFactory>();

    /// <inheritdoc/>
    public IReadOnlyList<string> Places { get; }

    public static async Task<IServingSilo> StartAsync(ServeSettings settings, CancellationToken cancellation)
    {
        // What is wrong with the setting is told before anything has started.
        var stores = settings.Silo.OpenStores();
        var devices = settings.Role == SiloRole.ClientGateway ? null : LaneDevices.Choose(settings.Silo);
        var builder = BareWebHost.NewBuilder(kestrel =>
        {
            if (settings.HttpPort > 0)
                kestrel.ListenAnyIP(settings.HttpPort);
            else
                kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Logging.ToStandardError(LogLevel.Warning);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Drain);
        builder.UseOrleans(silo =>
        {
            Membership.Join(silo, settings);
            silo.Configure<SiloOptions>(options => options.SiloName = WireContract.NewSiloName());
            silo.Services.AddWireSettings(settings.RoundBatches);
            WideSockets.Use(silo.Services);
            if (settings.Role == SiloRole.ClientGateway)
                silo.Services.PostConfigure<GrainTypeOptions>(options => options.Classes.RemoveWhere(type => type.Assembly == typeof(WireSettings).Assembly));
        });
        if (devices is not null)
            LocalSilo.AddRooms(builder.Services, settings.Silo, stores, devices);

        var app = builder.Build();
        var readiness = new Readiness(app.Services.GetRequiredService<ISiloStatusOracle>());
        readiness.Map(app);
        var telemetry = ProcessTelemetry.Start(isScraped: true)!;
        telemetry.Map(app);
        try
        {
            await RequireOneVersion(app.Services, settings.Cluster, cancellation);
            await app.StartAsync(cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            await app.DisposeAsync();
            telemetry.Dispose();
            throw fault as ClusterException ?? new ClusterException(Explain(fault, settings), fault);
        }

        var address = app.Services.GetRequiredService<ILocalSiloDetails>();
        List<string> places = [$"silo {address.SiloAddress.Endpoint} is a member of {settings.Cluster}"];
        if (settings.EffectiveGatewayPort > 0)
            places.Add($"clients come in at {address.GatewayAddress.Endpoint}");
        string http = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{new Uri(app.Urls.First()).Port}");
        places.Add($"health is told at {http}{Readiness.Ready}");
        places.Add($"metrics are told at {http}{ProcessTelemetry.Path}");
        if (app.Services.GetService<LanePool>() is { } lanes)
            places.AddRange(lanes.Devices.CountBy(name => name).Select(device => string.Create(CultureInfo.InvariantCulture, $"{device.Value} {(device.Value == 1 ? "lane" : "lanes")} on {device.Key}")));
        if (devices?.Note is { } note)
            places.Add(note);
        return new ServingSilo(app, readiness, telemetry, places);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _readiness.IsLeaving = true;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _telemetry.Dispose();
    }

    // Silos of localhost meet in one of themselves, not in a store: there is nothing to read before one is a member.
    private static async Task RequireOneVersion(IServiceProvider services, ClusterAddress cluster, CancellationToken cancellation)
    {
        if (cluster is LocalhostCluster)
            return;
        var table = services.GetRequiredService<IMembershipTable>();
        var options = services.GetRequiredService<IOptions<ClusterMembershipOptions>>().Value;
        await table.InitializeMembershipTableAsync(true, cancellation);
        var members = await table.ReadAllAsync(cancellation);
        // One that died and was not missed by anybody is still called alive.
        var oldest = DateTime.UtcNow - (options.IAmAliveTablePublishTimeout * options.NumMissedTableIAmAliveLimit);
        WireContract.Require(members.Members.Select(member => member.Item1).Where(member => member.IAmAliveTime >= oldest), "this silo");
    }

    private static string Explain(Exception fault, ServeSettings settings)
    {
        var cause = fault.GetBaseException();
        return BareWebHost.IsTaken(fault)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"one of the ports {settings.EffectiveSiloPort} (--silo-port), {settings.EffectiveGatewayPort} (--gateway-port) and {settings.HttpPort} (--http-port) is taken: {cause.Message}")
            : $"the silo could not become a member of {settings.Cluster}: {ForeignText.Short(cause.Message.Split('\n')[0].Trim(), 300)}";
    }
}
