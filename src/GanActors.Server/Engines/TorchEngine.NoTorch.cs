using GanActors.Engines;
using GanActors.Networks;

namespace GanActors.Server.Engines;

/// <content>Without TorchSharp.</content>
internal static partial class TorchEngine
{
    public static partial bool LooksForGpus => false;

    public static partial string? Missing =>
        "this build has no TorchSharp; one that has is made with `dotnet build -c Release -p:Stack=cluster -p:Torch=cpu`, or `cuda` for GPUs (see docs/torchsharp.md)";

    // It is the engine that is refused then, not a layer.
    public static partial bool Supports(Layer layer) => true;

    public static partial IReadOnlyList<Func<IDevice>> Gpus(bool tensorFloat32) => [];

    public static partial IDevice Cpu(int threads) => throw new EngineException(Missing!);
}
