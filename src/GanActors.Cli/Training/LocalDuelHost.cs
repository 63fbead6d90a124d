using GanActors.Datasets;
using GanActors.Duel;
using GanActors.Runs;
using GanActors.Server;

namespace GanActors.Cli.Training;

/// <summary>A silo in this process.</summary>
internal sealed class LocalDuelHost(LocalSilo silo) : IDuelHost
{
    public static async Task<IDuelHost> StartAsync(DatasetCatalog catalog, int? threads, CancellationToken stop) =>
        new LocalDuelHost(await LocalSilo.StartAsync(new SiloSettings(Threads: threads, Data: catalog), stop));

    public ICoordinatorGrain Coordinator(RunId run) => silo.Grains.GetGrain<ICoordinatorGrain>(run.Value);

    public ValueTask DisposeAsync() => silo.DisposeAsync();
}
