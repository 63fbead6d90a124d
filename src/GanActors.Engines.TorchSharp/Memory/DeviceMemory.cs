using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Memory;

/// <summary>
/// The values of a batch where they were made. They come to the host when somebody looks at them, and not at all if the next network lives on the same device:
/// it finds the tensor behind the memory.
/// </summary>
internal sealed unsafe class DeviceMemory : MemoryManager<float>
{
    private readonly Lock _gate = new();
    private readonly int _length;
    private Tensor? _tensor;
    private float[]? _host;
    private bool _stale;

    /// <param name="length">How many values.</param>
    public DeviceMemory(int length) => _length = length;

    /// <summary>All of it.</summary>
    public override Memory<float> Memory => CreateMemory(_length);

    /// <summary>Puts other values in.</summary>
    /// <param name="values">As many as there are, contiguous; owned by this memory from now on.</param>
    public void Hold(Tensor values)
    {
        lock (_gate)
        {
            _tensor?.Dispose();
            _tensor = values.DetachFromDisposeScope();
            _stale = true;
        }
    }

    /// <summary>Takes the values to the host and gives the tensor back. What was handed out stays good.</summary>
    public void Settle()
    {
        lock (_gate)
        {
            Download();
            _tensor?.Dispose();
            _tensor = null;
        }
    }

    /// <summary>The tensor behind a batch's values, a view that belongs to the open dispose scope; null if they are the host's.</summary>
    public static Tensor? Behind(ReadOnlyMemory<float> values)
    {
        if (!MemoryMarshal.TryGetMemoryManager<float, DeviceMemory>(values, out var memory, out int start, out int length))
            return null;
        lock (memory._gate)
            return memory._tensor?.view(-1).narrow(0, start, length);
    }

    /// <inheritdoc/>
    public override Span<float> GetSpan()
    {
        lock (_gate)
        {
            Download();
            return _host;
        }
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        var span = GetSpan();
        // On the pinned heap: it does not move.
        return new MemoryHandle(Unsafe.AsPointer(ref span[elementIndex]), default, this);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Settle();
    }

    private void Download()
    {
        _host ??= GC.AllocateUninitializedArray<float>(_length, pinned: true);
        if (!_stale || _tensor is null)
            return;
        using var scope = torch.NewDisposeScope();
        HostCopy.Download(_tensor, _host);
        _stale = false;
    }
}
