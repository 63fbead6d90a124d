using GanActors.Engines;
using GanActors.Engines.Torch;
using GanActors.Networks;

namespace GanActors.Server.Engines;

/// <content>With TorchSharp.</content>
internal static partial class TorchEngine
{
    public static partial bool LooksForGpus => TorchDevices.LooksForGpus;

    public static partial string? Missing => TorchDevices.Missing;

    public static partial bool Supports(Layer layer) => TorchDevice.Supports(layer);

    public static partial IReadOnlyList<Func<IDevice>> Gpus(bool tensorFloat32) =>
        [.. TorchDevices.Find().Where(place => place.IsGpu).Select(place => (Func<IDevice>)(() => new TorchDevice(place, new TorchOptions(TensorFloat32: tensorFloat32))))];

    public static partial IDevice Cpu(int threads) => new TorchDevice(TorchPlace.Cpu, new TorchOptions(threads));
}
