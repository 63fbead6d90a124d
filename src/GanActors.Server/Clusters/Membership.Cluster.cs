using System.Net;
using System.Net.Sockets;
using GanActors.Grains.Revival;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace GanActors.Server.Clusters;

/// <summary>How silos and clients become members of a cluster, and where reminders and grain state are kept: all of it follows from the cluster's address.</summary>
internal static class Membership
{
    // One store holds one cluster.
    private const string ClusterId = "ganactors";
    private const string PostgreSqlInvariant = "Npgsql";

    public static void Join(ISiloBuilder silo, ServeSettings settings)
    {
        Name(silo.Services);
        var (siloPort, gatewayPort) = (settings.EffectiveSiloPort, settings.EffectiveGatewayPort);
        switch (settings.Cluster)
        {
            case LocalhostCluster localhost:
                silo.UseLocalhostClustering(siloPort, gatewayPort, new IPEndPoint(IPAddress.Loopback, localhost.Silo), ClusterId, ClusterId);
                KeepInMemory(silo);
                return;
            case PostgreSqlCluster postgres:
                string connection = postgres.ConnectionString;
                silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (PostgreSqlInvariant, connection))
                    .UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (PostgreSqlInvariant, connection))
                    .AddAdoNetGrainStorage(KeptOrder.Storage, options => (options.Invariant, options.ConnectionString) = (PostgreSqlInvariant, connection));
                break;
            case AzureCluster azure:
                AzureMembership.Join(silo, azure, KeptOrder.Storage);
                break;
        }

        if (settings.Advertise is { } advertised)
            silo.ConfigureEndpoints(Resolve(advertised), siloPort, gatewayPort, listenOnAnyHostAddress: true);
        else
            silo.ConfigureEndpoints(siloPort, gatewayPort, listenOnAnyHostAddress: true);
    }

    /// <summary>Reminders and grain state of a silo that nothing outlives.</summary>
    public static void KeepInMemory(ISiloBuilder silo) => silo.UseInMemoryReminderService().AddMemoryGrainStorage(KeptOrder.Storage);

    public static void Join(IClientBuilder client, ClusterAddress address)
    {
        Name(client.Services);
        switch (address)
        {
            case LocalhostCluster localhost:
                client.UseLocalhostClustering(localhost.Gateway, ClusterId, ClusterId);
                break;
            case PostgreSqlCluster postgres:
                client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (PostgreSqlInvariant, postgres.ConnectionString));
                break;
            case AzureCluster azure:
                AzureMembership.Join(client, azure);
                break;
        }
    }

    private static void Name(IServiceCollection services) =>
        services.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (ClusterId, ClusterId));

    private static IPAddress Resolve(string advertised)
    {
        if (IPAddress.TryParse(advertised, out var address))
            return address;
        try
        {
            var found = Dns.GetHostAddresses(advertised);
            return found.FirstOrDefault(each => each.AddressFamily == AddressFamily.InterNetwork) ?? found[0];
        }
        catch (SocketException fault)
        {
            throw new ClusterException($"--advertise: '{ForeignText.Short(advertised, 80)}' is neither an address nor a name that can be resolved: {fault.Message}", fault);
        }
    }
}
