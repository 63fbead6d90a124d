using System.Collections.Concurrent;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Networks;

namespace GanActors.Grains.Tests;

/// <summary>The CPU, whose networks a test can look at from outside.</summary>
internal sealed class WatchedDevice(ConcurrentQueue<INetwork> networks) : IDevice
{
    private readonly CpuDevice _cpu = new();

    public string Name => _cpu.Name;

    public INetwork Create(NetworkPlan plan, int batch, ulong seed)
    {
        var network = _cpu.Create(plan, batch, seed);
        networks.Enqueue(network);
        return network;
    }

    public void Dispose() => _cpu.Dispose();
}
