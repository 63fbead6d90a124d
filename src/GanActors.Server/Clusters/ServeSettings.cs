namespace GanActors.Server.Clusters;

/// <summary>How a silo of a cluster is set up.</summary>
/// <param name="Cluster">The cluster it becomes a member of.</param>
/// <param name="Silo">Its lanes and its data.</param>
/// <param name="Role">What it does.</param>
/// <param name="SiloPort">Where it speaks with other silos; null for the cluster's usual port.</param>
/// <param name="GatewayPort">Where it takes clients in; null for the cluster's usual port. Of no use to a silo that takes none in.</param>
/// <param name="Advertise">Address or name under which others reach it; null for this machine's first address, or for 127.0.0.1 in a cluster on one machine.</param>
/// <param name="HttpPort">Where it says how it is; 0 for a free port, to which only this machine has access.</param>
/// <param name="RoundBatches">Whether what the networks of a turn show each other is sent to another silo as float16.</param>
public sealed record ServeSettings(
    ClusterAddress Cluster,
    SiloSettings Silo,
    SiloRole Role = SiloRole.All,
    int? SiloPort = null,
    int? GatewayPort = null,
    string? Advertise = null,
    int HttpPort = ServeSettings.DefaultHttpPort,
    bool RoundBatches = false)
{
    /// <summary>Where a silo says how it is, unless another port is named.</summary>
    public const int DefaultHttpPort = 8080;

    /// <summary>Where it speaks with other silos.</summary>
    public int EffectiveSiloPort => SiloPort ?? (Cluster as LocalhostCluster)?.Silo ?? LocalhostCluster.DefaultSilo;

    /// <summary>Where it takes clients in; 0 for nowhere.</summary>
    public int EffectiveGatewayPort => Role == SiloRole.Silo ? 0 : GatewayPort ?? (Cluster as LocalhostCluster)?.Gateway ?? LocalhostCluster.DefaultGateway;
}
