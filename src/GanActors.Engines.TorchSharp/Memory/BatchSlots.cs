using GanActors.Networks;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Memory;

/// <summary>Two places that batches are handed out from in turn: what was handed out stands until the next but one.</summary>
internal sealed class BatchSlots(Shape item) : IDisposable
{
    private readonly DeviceMemory?[] _memories = new DeviceMemory?[2];
    private readonly Batch?[] _batches = new Batch?[2];
    private int _current;

    /// <summary>A batch of the tensor's values.</summary>
    /// <param name="values">For so many items; the slot keeps its storage, the caller its handle.</param>
    /// <param name="items">How many.</param>
    public Batch Hand(Tensor values, int items)
    {
        _current ^= 1;
        ref var memory = ref _memories[_current];
        ref var batch = ref _batches[_current];
        if (memory == null || batch == null || batch.Count != items)
        {
            memory?.Settle();
            memory = new DeviceMemory(items * item.Size);
            batch = new Batch(item, items, memory.Memory);
        }

        memory.Hold(values.detach().contiguous());
        return batch;
    }

    /// <summary>Gives the tensors back; the values of batches in other hands come to the host first.</summary>
    public void Dispose()
    {
        foreach (var memory in _memories)
            memory?.Settle();
    }
}
