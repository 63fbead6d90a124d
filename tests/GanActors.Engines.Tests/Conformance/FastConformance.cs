using GanActors.Engines.Cpu;
using GanActors.Engines.Cpu.Convolutions.Winograd;
using GanActors.Networks;

namespace GanActors.Engines.Tests.Conformance;

/// <summary>
/// The CPU engine with fast convolutions wherever a kernel allows them, paying or not, so that every stored case is one of them.
/// </summary>
public abstract class FastConformance(VectorPath path) : CpuConformance(path)
{
    private readonly VectorPath _path = path;

    protected override ConvolutionKind Convolutions => ConvolutionKind.Fast;

    protected override double LayerTolerance => 1e-4;

    protected override double PenaltyTolerance => 1e-3;

    // A unit of a rectifier that a rounding error takes across zero costs so much of a whole network's gradients.
    protected override double ToleranceOf(StoredLayers stored) => stored.Layers.Length > 3 ? 1e-2 : LayerTolerance;

    protected override IDevice CreateDevice() => CpuPaths.Device(_path, fastTiling: geometry =>
    {
        if (WinogradTiling.Best(geometry) is { } best)
            return best;
        WinogradTiling[] possible = [.. WinogradTiling.Possible(geometry)];
        return possible.Length == 0 ? null : possible[(geometry.FeatureSize + geometry.Channels) % possible.Length];
    });
}

/// <summary>Fast convolutions on 128-bit registers.</summary>
public sealed class PortableFastConformance() : FastConformance(VectorPath.Portable);

/// <summary>Fast convolutions on AVX2.</summary>
public sealed class Avx2FastConformance() : FastConformance(VectorPath.Avx2);

/// <summary>Fast convolutions on AVX-512.</summary>
public sealed class Avx512FastConformance() : FastConformance(VectorPath.Avx512);
