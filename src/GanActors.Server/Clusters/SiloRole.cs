namespace GanActors.Server.Clusters;

/// <summary>What a silo of a cluster does.</summary>
public enum SiloRole
{
    /// <summary>Trains, and takes clients in.</summary>
    All,

    /// <summary>Trains; clients reach it through others.</summary>
    Silo,

    /// <summary>Takes clients in and passes their calls on; holds no grain of ours and needs no devices and no data.</summary>
    ClientGateway,
}
