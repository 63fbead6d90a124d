using GanActors.Checkpoints;
using GanActors.Datasets;
using GanActors.Server.Engines;
using GanActors.Server.Home;
using GanActors.Server.Security;

namespace GanActors.Server.Hosting;

/// <summary>How the HTTP API and the pages are set up.</summary>
/// <param name="Urls">Where they are: <c>http://127.0.0.1:5080</c>; port 0 for any that is free.</param>
/// <param name="Home">The folder they show.</param>
/// <param name="Gate">Who is let in.</param>
/// <param name="Data">The data sets at hand.</param>
/// <param name="Stores">Where checkpoints lie.</param>
/// <param name="Engine">What computes; null for what a silo takes unless asked.</param>
/// <param name="Cluster">The cluster, in words without passwords; null for a silo of the server's own.</param>
internal sealed record PageSettings(
    IReadOnlyList<Uri> Urls, HomeFolder Home, GateSettings Gate, DatasetCatalog Data, ICheckpointStores Stores, EngineKind? Engine = null, string? Cluster = null)
{
    /// <summary>Whether the silo ends with the server.</summary>
    public bool IsSiloOwn => Cluster is null && !Home.IsSingle;

    /// <summary>Where they are unless another place is named.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";
}
