using GanActors.Engines.Cpu.Memory;
using GanActors.Networks;

namespace GanActors.Engines.Cpu;

/// <summary>Two buffers that are handed out in turn: what was handed out stands until the next but one.</summary>
internal sealed unsafe class BatchRing(Shape item)
{
    private readonly FloatBuffer?[] _buffers = new FloatBuffer?[2];
    private readonly Batch?[] _batches = new Batch?[2];
    private int _current;

    /// <summary>Where the values of <see cref="Current"/> are.</summary>
    public float* Pointer => _buffers[_current]!.Pointer;

    /// <summary>The batch to hand out.</summary>
    public Batch Current => _batches[_current]!;

    /// <summary>Goes on to the other buffer, made to hold <paramref name="items"/>.</summary>
    public void Advance(int items)
    {
        _current ^= 1;
        long size = (long)items * item.Size;
        ref var buffer = ref _buffers[_current];
        ref var batch = ref _batches[_current];
        if (buffer == null || buffer.Length < size)
        {
            buffer = new FloatBuffer(size);
            batch = null;
        }

        if (batch == null || batch.Count != items)
            batch = new Batch(item, items, buffer.Memory((int)size));
    }
}
