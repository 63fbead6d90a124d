using GanActors.Checkpoints;
using GanActors.Grains.Devices;
using GanActors.Grains.Evaluations;
using GanActors.Networks;
using GanActors.Server.Engines;
using Microsoft.Extensions.DependencyInjection;

namespace GanActors.Server;

/// <summary>
/// A silo in this process, with our grains and lanes: what a command of the command line trains on.
/// Which actor runtime stands under it is decided in the file that completes this class, one for each stack.
/// </summary>
public sealed partial class LocalSilo : IAsyncDisposable
{
    /// <summary>Reaches the grains.</summary>
    public IGrainFactory Grains { get; private set; } = null!;

    /// <summary>What who looks for GPUs is to know of its devices; null if there is nothing.</summary>
    public string? Note { get; private init; }

    /// <summary>Starts a silo.</summary>
    /// <exception cref="EngineException">The engine or the device that is asked for is not there.</exception>
    public static async Task<LocalSilo> StartAsync(SiloSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        // What is wrong with the setting is told before anything has started.
        var stores = settings.OpenStores();
        var devices = LaneDevices.Choose(settings);
        var silo = new LocalSilo { Note = devices.Note };
        await silo.StartRuntime(services => AddRooms(services, settings, stores, devices), cancellation);
        return silo;
    }

    /// <summary>Whether the devices of a silo that takes this engine run a layer; null is the engine that a silo takes unless asked.</summary>
    public static bool Runs(Layer layer, EngineKind? engine = null) => LaneDevices.Run(layer, engine);

    internal static void AddRooms(IServiceCollection services, SiloSettings settings, ICheckpointStores stores, LaneDevices devices)
    {
        services.AddSingleton(settings.Data);
        services.AddSingleton(stores);
        services.AddSingleton(_ => new EvaluationLane(settings.LaneThreads));
        services.AddLanes(_ => new LanePool(devices.Make.Select(make => make())));
    }

    private partial Task StartRuntime(Action<IServiceCollection> addRooms, CancellationToken cancellation);
}
