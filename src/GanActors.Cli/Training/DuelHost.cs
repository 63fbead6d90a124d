using GanActors.Cells;
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
/// <param name="note">What its user is to know of its devices; null if there is nothing.</param>
internal sealed class DuelHost(IGrainFactory grains, IAsyncDisposable owner, string? note = null) : IDuelHost
{
    public string? Note => note;

    public IGrainFactory? Grains => grains;

    /// <summary>Starts a silo in this process.</summary>
    public static async Task<IDuelHost> StartAsync(SiloSettings settings, CancellationToken stop)
    {
        var silo = await LocalSilo.StartAsync(settings, stop);
        return new DuelHost(silo.Grains, silo, silo.Note);
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
