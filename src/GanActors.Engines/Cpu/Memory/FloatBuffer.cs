namespace GanActors.Engines.Cpu.Memory;

/// <summary>
/// Floats at a fixed, 64-byte aligned address. The memory is the garbage collector's: batches that outlive their network stay valid,
/// and a network that is dropped leaks nothing.
/// </summary>
internal sealed unsafe class FloatBuffer
{
    // Kernels may read a block of rows beyond the end (and drop what they read).
    private const int Slack = 1024;
    private readonly float[] _array;
    private readonly int _start;

    public FloatBuffer(long length)
    {
        if (length > Array.MaxLength - Slack)
            throw new ArgumentOutOfRangeException(nameof(length), length, "A buffer of the CPU engine holds less than 2^31 numbers.");
        Length = (int)length;
        _array = GC.AllocateArray<float>(Length + Slack, pinned: true);
        fixed (float* first = _array)
        {
            _start = (int)((64 - (nint)first % 64) % 64 / sizeof(float));
            Pointer = first + _start;
        }
    }

    /// <summary>How many floats may be used.</summary>
    public int Length { get; }

    /// <summary>The first float.</summary>
    public float* Pointer { get; }

    /// <summary>The floats, for managed code.</summary>
    public Span<float> Span => _array.AsSpan(_start, Length);

    /// <summary>The first <paramref name="length"/> floats, to be handed out.</summary>
    public ReadOnlyMemory<float> Memory(int length) => _array.AsMemory(_start, length);
}
