using GanActors.Checkpoints;
using GanActors.Datasets;
using GanActors.Devices;
using GanActors.Server.Engines;

namespace GanActors.Server;

/// <summary>How a silo in this process is set up.</summary>
/// <param name="Threads">Compute threads of a CPU lane; null for all cores. Results do not depend on it.</param>
/// <param name="Data">The data sets at hand.</param>
/// <param name="Checkpoints">
/// Where new runs keep their checkpoints, as <see cref="ConfiguredCheckpointStores"/> reads it: empty for their folders, null for what
/// <see cref="ConfiguredCheckpointStores.Variable"/> says.
/// </param>
/// <param name="Lanes">CPU lanes; null for as many as the cores have room for, or none beside GPUs.</param>
/// <param name="Engine">What computes; null for our own engine, and in a build for CUDA for libtorch on the GPUs there are.</param>
/// <param name="TensorFloat32">Whether products on GPUs may round their factors to TF32.</param>
/// <param name="Devices">Which devices are of use: for <see cref="DeviceWish.Cpu"/> GPUs are not taken, for <see cref="DeviceWish.Cuda"/> there must be one.</param>
public sealed record SiloSettings(
    int? Threads,
    DatasetCatalog Data,
    string? Checkpoints = null,
    int? Lanes = null,
    EngineKind? Engine = null,
    bool TensorFloat32 = false,
    DeviceWish Devices = DeviceWish.Any)
{
    /// <summary>Compute threads of a CPU lane, at least 1.</summary>
    public int LaneThreads => Math.Max(1, Threads ?? Environment.ProcessorCount);

    /// <summary>CPU lanes of a silo without GPUs. One for as many threads as it wants: two lanes on the same cores would only take turns.</summary>
    public int LaneCount => Lanes ?? Math.Max(1, Environment.ProcessorCount / LaneThreads);

    internal ICheckpointStores OpenStores() => Checkpoints is { } checkpoints
        ? new ConfiguredCheckpointStores(checkpoints, nameof(Checkpoints))
        : ConfiguredCheckpointStores.FromEnvironment();
}
