using GanActors.Engines;
using GanActors.Networks;

namespace GanActors.Server.Engines;

/// <summary>What a build with TorchSharp can do, and one without cannot. Which of them this is, is decided in the file that completes this class.</summary>
internal static partial class TorchEngine
{
    /// <summary>Whether this build takes GPUs without being asked.</summary>
    public static partial bool LooksForGpus { get; }

    /// <summary>Why libtorch cannot be used here and what to do, in one line; null if it can.</summary>
    public static partial string? Missing { get; }

    /// <summary>Whether the engine runs a layer.</summary>
    public static partial bool Supports(Layer layer);

    /// <summary>A device on each GPU of this machine; none where libtorch is missing.</summary>
    /// <param name="tensorFloat32">Whether products may round their factors to TF32.</param>
    public static partial IReadOnlyList<Func<IDevice>> Gpus(bool tensorFloat32);

    /// <summary>A device on the CPU.</summary>
    /// <param name="threads">How many threads work on a step, at least 1.</param>
    public static partial IDevice Cpu(int threads);
}
