using GanActors.Engines.Cpu;

namespace GanActors.Grains.Evaluations;

/// <summary>
/// Where a silo evaluates: a device of its own, so that no training step waits for an evaluation's, and one evaluation at a time. It is built when it is first
/// needed. Figures do not depend on its threads.
/// </summary>
/// <param name="threads">Threads of the device, at least 1.</param>
public sealed class EvaluationLane(int threads) : IDisposable
{
    private readonly Lazy<CpuDevice> _device = new(() => new CpuDevice(threads));
    private readonly SemaphoreSlim _slot = new(1, 1);

    /// <summary>Does a piece of work on a thread of the pool when the lane is free.</summary>
    internal async Task<T> Run<T>(Func<CpuDevice, T> work)
    {
        await _slot.WaitAsync();
        try
        {
            return await Task.Run(() => work(_device.Value));
        }
        finally
        {
            _slot.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_device.IsValueCreated)
            _device.Value.Dispose();
        _slot.Dispose();
    }
}
