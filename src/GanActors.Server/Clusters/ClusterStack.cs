namespace GanActors.Server.Clusters;

/// <summary>What a build for clusters can do, and one that trains in one process cannot. Which of them this is, is decided in the file that completes this class.</summary>
public static partial class ClusterStack
{
    /// <summary>Refuses in a build that trains in one process only.</summary>
    /// <exception cref="ClusterException">This is such a build; the message says which one is not.</exception>
    public static partial void Require();

    /// <summary>Starts a silo in this process and makes it a member of a cluster. Disposing what is returned drains it: it leaves the cluster in order.</summary>
    /// <exception cref="ClusterException">The cluster cannot be joined, or this build knows none.</exception>
    /// <exception cref="Engines.EngineException">The engine that the silo is to take is not there.</exception>
    public static partial Task<IServingSilo> ServeAsync(ServeSettings settings, CancellationToken cancellation = default);

    /// <summary>Becomes a client of a cluster.</summary>
    /// <exception cref="ClusterException">No silo answers, or this build knows no clusters.</exception>
    public static partial Task<IClusterLink> JoinAsync(ClusterAddress address, CancellationToken cancellation = default);

    /// <summary>Makes ready what a cluster needs before its first silo starts. Doing it again changes nothing.</summary>
    /// <returns>What was done, in words.</returns>
    /// <exception cref="ClusterException">It cannot be done, or this build knows no clusters.</exception>
    public static partial Task<string> PrepareAsync(ClusterAddress address, CancellationToken cancellation = default);
}
