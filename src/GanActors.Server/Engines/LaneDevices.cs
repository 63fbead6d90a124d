using GanActors.Devices;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Networks;

namespace GanActors.Server.Engines;

/// <summary>The devices of a silo's lanes, chosen before it starts and made when it does.</summary>
/// <param name="Make">Makes each of them, in the order of the lanes.</param>
/// <param name="Note">What an operator who looks for GPUs is to know; null if there is nothing.</param>
internal sealed record LaneDevices(IReadOnlyList<Func<IDevice>> Make, string? Note)
{
    /// <summary>
    /// A lane for each GPU where libtorch may be used, and CPU lanes: as many as are asked for, else as many as the cores have room for if there is no GPU, and none beside one, so that
    /// what is started on a machine with GPUs does not land on its CPU unawares.
    /// </summary>
    /// <exception cref="EngineException">What is asked for is not there.</exception>
    public static LaneDevices Choose(SiloSettings settings)
    {
        bool asked = settings.Engine == EngineKind.Torch;
        if (asked && TorchEngine.Missing is { } missing)
            throw new EngineException(missing);
        bool looks = settings.Devices != DeviceWish.Cpu && (asked || (settings.Engine is null && TorchEngine.LooksForGpus));
        var gpus = looks ? TorchEngine.Gpus(settings.TensorFloat32) : [];
        if (gpus.Count == 0 && settings.Devices == DeviceWish.Cuda)
            throw new EngineException($"there is no GPU here to train on: {WhyNoGpu(settings)}");
        if (gpus.Count == 0 && settings.TensorFloat32)
            throw new EngineException($"TF32 is for GPUs, and there is none here: {WhyNoGpu(settings)}");
        int lanes = settings.Lanes ?? (gpus.Count > 0 ? 0 : settings.LaneCount);
        int threads = settings.LaneThreads;
        Func<IDevice> cpu = asked ? () => TorchEngine.Cpu(threads) : () => new CpuDevice(threads);
        return new LaneDevices(
            [.. gpus, .. Enumerable.Repeat(cpu, lanes)],
            looks && !asked && gpus.Count == 0 ? $"no GPU, so the CPU engine trains: {WhyNoGpu(settings)}" : null);
    }

    /// <summary>Whether a layer runs on the lanes of a silo that takes this engine; null is what a build takes unless asked.</summary>
    public static bool Run(Layer layer, EngineKind? engine) =>
        engine == EngineKind.Torch || (engine is null && TorchEngine.LooksForGpus) ? TorchEngine.Supports(layer) : CpuDevice.Supports(layer);

    private static string WhyNoGpu(SiloSettings settings) =>
        settings.Engine == EngineKind.Cpu ? "the CPU engine was asked for"
        : TorchEngine.Missing
            ?? (TorchEngine.LooksForGpus ? "libtorch finds none that its driver can use" : "this build knows none; one that does is made with -p:Torch=cuda (see docs/torchsharp.md)");
}
