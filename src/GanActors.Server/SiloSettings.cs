using GanActors.Datasets;

namespace GanActors.Server;

/// <summary>How a silo in this process is set up.</summary>
/// <param name="Threads">Compute threads of a CPU lane; 0 for all cores. Results do not depend on it.</param>
/// <param name="Catalog">The data sets at hand.</param>
public sealed record SiloSettings(int Threads, DatasetCatalog Catalog)
{
    /// <summary>Compute threads of a CPU lane, at least 1.</summary>
    public int LaneThreads => Threads > 0 ? Threads : Environment.ProcessorCount;
}
