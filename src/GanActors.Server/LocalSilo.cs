using GanActors.Checkpoints;
using GanActors.Engines.Cpu;
using GanActors.Grains.Devices;
using GanActors.Grains.Evaluations;
using GanActors.Networks;
using Microsoft.Extensions.DependencyInjection;

namespace GanActors.Server;

/// <summary>
/// A silo in this process, with our grains and CPU lanes: what a command of the command line trains on.
/// Which actor runtime stands under it is decided in the file that completes this class, one for each stack.
/// </summary>
public sealed partial class LocalSilo : IAsyncDisposable
{
    /// <summary>Reaches the grains.</summary>
    public IGrainFactory Grains { get; private set; } = null!;

    /// <summary>Starts a silo.</summary>
    public static async Task<LocalSilo> StartAsync(SiloSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        // What is wrong with the setting is told before anything has started.
        var stores = settings.OpenStores();
        var silo = new LocalSilo();
        await silo.StartRuntime(services => AddRooms(services, settings, stores), cancellation);
        return silo;
    }

    /// <summary>Whether the silo's devices run a layer.</summary>
    public static bool Runs(Layer layer) => CpuDevice.Supports(layer);

    internal static void AddRooms(IServiceCollection services, SiloSettings settings, ICheckpointStores stores)
    {
        services.AddSingleton(settings.Data);
        services.AddSingleton(stores);
        services.AddSingleton(_ => new EvaluationLane(settings.LaneThreads));
        services.AddLanes(_ => new LanePool(Enumerable.Range(0, settings.LaneCount).Select(_ => new CpuDevice(settings.LaneThreads))));
    }

    private partial Task StartRuntime(Action<IServiceCollection> addRooms, CancellationToken cancellation);
}
