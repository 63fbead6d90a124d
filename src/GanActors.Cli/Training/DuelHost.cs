using GanActors.Cells;
using GanActors.Datasets;
using GanActors.Duel;
using GanActors.Runs;
using GanActors.Server;
using GanActors.Sweeps;

namespace GanActors.Cli.Training;

/// <summary>A silo in this process.</summary>
internal sealed class LocalDuelHost(LocalSilo silo) : IDuelHost
{
    public static async Task<IDuelHost> StartAsync(DatasetCatalog catalog, int? threads, CancellationToken stop) =>
        new LocalDuelHost(await LocalSilo.StartAsync(new SiloSettings(Threads: threads, Data: catalog), stop));

    public ICoordinatorGrain Coordinator(RunId run) => silo.Grains.GetGrain<ICoordinatorGrain>(run.Value);

    public ICellsGrain Cells(RunId run) => silo.Grains.GetGrain<ICellsGrain>(run.Value);

    public ISweepGrain Sweep(string sweep) => silo.Grains.GetGrain<ISweepGrain>(sweep);

    public ValueTask DisposeAsync() => silo.DisposeAsync();
}
