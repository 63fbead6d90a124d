using System.Runtime.InteropServices;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Memory;

/// <summary>Between managed memory and tensors. What goes to a GPU or comes from it is staged in page-locked memory, which the GPU reads and writes by itself.</summary>
internal static class HostCopy
{
    [ThreadStatic]
    private static Tensor? _staging;

    /// <summary>Values of a contiguous tensor to the host.</summary>
    public static void Download(Tensor source, Span<float> target)
    {
        if (target.IsEmpty)
            return;
        if (source.device_type == DeviceType.CPU)
        {
            Floats(source).CopyTo(target);
            return;
        }

        var staging = Staging(target.Length);
        staging.copy_(source.view(-1));
        Floats(staging).CopyTo(target);
    }

    /// <summary>Values of the host to a contiguous tensor.</summary>
    public static void Upload(ReadOnlySpan<float> source, Tensor target)
    {
        if (source.IsEmpty)
            return;
        if (target.device_type == DeviceType.CPU)
        {
            source.CopyTo(Floats(target));
            return;
        }

        var staging = Staging(source.Length);
        source.CopyTo(Floats(staging));
        target.view(-1).copy_(staging);
    }

    /// <summary>The values of a contiguous tensor on the CPU. Valid as long as the tensor.</summary>
    public static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private static Tensor Staging(int length)
    {
        if (_staging is null || _staging.numel() < length)
        {
            _staging?.Dispose();
            using var pageable = torch.empty(length, torch.ScalarType.Float32);
            _staging = pageable.pin_memory().DetachFromDisposeScope();
        }

        return _staging.narrow(0, 0, length);
    }
}
