using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TorchSharp;

namespace GanActors.Engines.Torch;

/// <summary>What this machine has for libtorch.</summary>
public static class TorchDevices
{
    private static readonly Lazy<string?> Fault = new(Load);

    /// <summary>Whether this build looks for GPUs: one with <c>Torch=cuda</c> does.</summary>
#if CUDA
    public static bool LooksForGpus => true;
#else
    public static bool LooksForGpus => false;
#endif

    /// <summary>Why libtorch cannot be used on this machine and what to do, in one line; null if it can.</summary>
    public static string? Missing => Fault.Value;

    /// <summary>
    /// The CPU, then the CUDA GPUs by their number; nothing where libtorch is missing. A build with <c>Torch=cpu</c> knows no GPUs.
    /// </summary>
    public static ImmutableArray<TorchPlace> Find()
    {
        if (Missing != null)
            return [];
        var places = ImmutableArray.CreateBuilder<TorchPlace>();
        places.Add(TorchPlace.Cpu);
#if CUDA
        int count = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        for (int index = 0; index < count; index++)
            places.Add(CudaDriver.Describe(index));
#endif
        return places.ToImmutable();
    }

    // Asked before TorchSharp looks: where it finds nothing it copies half a gigabyte beside the program and tries once more.
    private static string? Load()
    {
        try
        {
#if CUDA
            NativeLibrary.TryLoad("torch_cuda", typeof(torch).Assembly, null, out _);
#else
            NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out _);
#endif
            NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, null);
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            string[] lines = exception.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            string why = lines.FirstOrDefault(line => line.Contains("GLIBC", StringComparison.Ordinal)) ?? lines[0];
            return $"libtorch does not load on this machine: {why}; docs/torchsharp.md says what it needs";
        }
    }
}
