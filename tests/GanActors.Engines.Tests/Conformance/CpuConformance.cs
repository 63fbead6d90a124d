using GanActors.Engines.Cpu;
using GanActors.Networks;

namespace GanActors.Engines.Tests.Conformance;

/// <summary>The CPU engine, on a path that this machine may have.</summary>
public abstract class CpuConformance(VectorPath path) : EngineConformance
{
    protected override IDevice CreateDevice() => CpuPaths.Device(path);

    protected override bool Supports(Layer layer) => CpuDevice.Supports(layer);
}

/// <summary>The CPU engine on 128-bit registers.</summary>
public sealed class PortableConformance() : CpuConformance(VectorPath.Portable);

/// <summary>The CPU engine on AVX2.</summary>
public sealed class Avx2Conformance() : CpuConformance(VectorPath.Avx2);

/// <summary>The CPU engine on AVX-512.</summary>
public sealed class Avx512Conformance() : CpuConformance(VectorPath.Avx512);
