using GanActors.Engines.Torch;
using GanActors.Networks;

namespace GanActors.Engines.Tests.Conformance;

/// <summary>The TorchSharp engine on the CPU, against PyTorch's stored results.</summary>
public sealed class TorchConformance : EngineConformance
{
    protected override IDevice CreateDevice() => Torches.Cpu();

    protected override bool Supports(Layer layer) => TorchDevice.Supports(layer);
}
