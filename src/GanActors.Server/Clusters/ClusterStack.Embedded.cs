namespace GanActors.Server.Clusters;

/// <content>One process: there is no cluster.</content>
public static partial class ClusterStack
{
    /// <summary>What stands under the grains, in a word.</summary>
    public static string Name => "embedded";

    public static partial void Require() => throw Unknown();

    public static partial Task<IServingSilo> ServeAsync(ServeSettings settings, CancellationToken cancellation) => throw Unknown();

    public static partial Task<IClusterLink> JoinAsync(ClusterAddress address, CancellationToken cancellation) => throw Unknown();

    public static partial Task<string> PrepareAsync(ClusterAddress address, CancellationToken cancellation) => throw Unknown();

    private static ClusterException Unknown() =>
        new("this build trains in one process and knows no clusters; a build for clusters is made with `dotnet build -c Release -p:Stack=cluster` (see docs/cluster.md)");
}
