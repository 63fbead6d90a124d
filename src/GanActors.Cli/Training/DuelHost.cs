using GanActors.Cells;
using GanActors.Datasets;
using GanActors.Devices;
using GanActors.Duel;
using GanActors.Runs;
using GanActors.Server;
using GanActors.Server.Clusters;
using GanActors.Sweeps;

namespace GanActors.Cli.Training;

/// <summary>Grains of a silo in this process, or of a cluster.</summary>
/// <param name="grains">Reaches them.</param>
/// <param name="owner">What ends with the command: the silo, or the link to the cluster.</param>
internal sealed class DuelHost(IGrainFactory grains, IAsyncDisposable owner) : IDuelHost
{
    /// <summary>Starts a silo in this process.</summary>
    public static async Task<IDuelHost> StartAsync(DatasetCatalog catalog, int? threads, CancellationToken stop)
    {
        var silo = await LocalSilo.StartAsync(new SiloSettings(Threads: threads, Data: catalog), stop);
        return new DuelHost(silo.Grains, silo);
    }

    /// <summary>Becomes a client of a cluster.</summary>
    public static async Task<IDuelHost> JoinAsync(ClusterAddress cluster, CancellationToken stop)
    {
        var link = await ClusterStack.JoinAsync(cluster, stop);
        return new DuelHost(link.Grains, link);
    }

    public ICoordinatorGrain Coordinator(RunId run) => grains.GetGrain<ICoordinatorGrain>(run.Value);

    public ICellsGrain Cells(RunId run) => grains.GetGrain<ICellsGrain>(run.Value);

    public ISweepGrain Sweep(string sweep) => grains.GetGrain<ISweepGrain>(sweep);

    public IDeviceBoardGrain Devices() => grains.GetGrain<IDeviceBoardGrain>(0);

    public ValueTask DisposeAsync() => owner.DisposeAsync();
}
