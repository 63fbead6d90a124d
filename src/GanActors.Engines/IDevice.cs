using GanActors.Devices;
using GanActors.Networks;

namespace GanActors.Engines;

/// <summary>
/// Something networks live on: a CPU with some threads, a GPU. It runs one network step at a time; its lane sees to that.
/// </summary>
public interface IDevice : IDisposable
{
    /// <summary>For example <c>cpu (2 threads, AVX-512)</c>.</summary>
    string Name { get; }

    /// <summary>What it is.</summary>
    DeviceKind Kind => DeviceKind.Cpu;

    /// <summary>Bytes of its own memory; 0 if it has none of its own.</summary>
    long Memory => 0;

    /// <summary>Whether all its steps have to run on one and the same thread.</summary>
    bool IsBoundToThread => false;

    /// <summary>Builds a network with initial weights.</summary>
    /// <param name="plan">Layers and shapes.</param>
    /// <param name="batch">Items of one part of a training forward; buffers are planned for it.</param>
    /// <param name="seed">The run's seed: initial weights and dropout follow from it.</param>
    INetwork Create(NetworkPlan plan, int batch, ulong seed);
}
