using GanActors.Engines.Torch;

namespace GanActors.Engines.Tests;

/// <summary>Devices of the TorchSharp engine.</summary>
internal static class Torches
{
    /// <summary>The CPU, or a skipped test where libtorch does not load.</summary>
    public static TorchDevice Cpu(int threads = 1)
    {
        if (TorchDevices.Missing is { } reason)
            Assert.Skip(reason);
        return new TorchDevice(TorchPlace.Cpu, new TorchOptions(threads));
    }
}
