using GanActors.Server.Clusters.PostgreSql;

namespace GanActors.Server.Clusters;

/// <content>On Microsoft Orleans.</content>
public static partial class ClusterStack
{
    /// <summary>What stands under the grains, in a word.</summary>
    public static string Name => "cluster";

    public static partial void Require()
    {
    }

    public static partial async Task<IServingSilo> ServeAsync(ServeSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        await Look(settings.Cluster, cancellation);
        return await ServingSilo.StartAsync(settings, cancellation);
    }

    public static partial async Task<IClusterLink> JoinAsync(ClusterAddress address, CancellationToken cancellation)
    {
        await Look(address, cancellation);
        return await ClusterLink.JoinAsync(address, cancellation);
    }

    public static partial async Task<string> PrepareAsync(ClusterAddress address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        switch (address)
        {
            case PostgreSqlCluster postgres:
                return await PostgreSqlSchema.ApplyAsync(postgres, cancellation);
            case AzureCluster:
                AzureMembership.Require();
                return $"{address} needs no preparation: silos make their tables and containers";
            default:
                return $"{address} needs no preparation";
        }
    }

    // Orleans tries a store that cannot be used again and again before it says so.
    private static async Task Look(ClusterAddress address, CancellationToken cancellation)
    {
        if (address is PostgreSqlCluster postgres)
            await PostgreSqlSchema.RequireAsync(postgres, cancellation);
        if (address is AzureCluster)
            AzureMembership.Require();
    }
}
