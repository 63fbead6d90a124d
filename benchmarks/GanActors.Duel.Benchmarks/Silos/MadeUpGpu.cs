using GanActors.Devices;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Networks;

namespace GanActors.Duel.Benchmarks.Silos;

/// <summary>One thread of the CPU that the board takes for a GPU: two networks on CPUs would share a lane, those on GPUs go on two.</summary>
internal sealed class MadeUpGpu : IDevice
{
    private readonly CpuDevice _cpu = new(1);

    public string Name => _cpu.Name;

    public DeviceKind Kind => DeviceKind.Cuda;

    public INetwork Create(NetworkPlan plan, int batch, ulong seed) => _cpu.Create(plan, batch, seed);

    public void Dispose() => _cpu.Dispose();
}
