using System.Globalization;
using GanActors.Engines.Cpu.Convolutions;
using GanActors.Engines.Cpu.Convolutions.Winograd;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu;

/// <summary>
/// Some threads of this machine's CPU. Whatever their number, results are the same to the last bit: threads share out rows, columns and
/// channels, never a sum.
/// </summary>
/// <remarks>Its networks run one command at a time, all of them together: they share the threads.</remarks>
public sealed class CpuDevice : IDevice
{
    private readonly Crew _crew;

    /// <summary>A device with the widest registers of this machine.</summary>
    /// <param name="threads">How many threads work on a step, the caller's included; at least 1.</param>
    public CpuDevice(int threads = 1)
        : this(threads, VectorPaths.Best)
    {
    }

    /// <summary>A device with registers of a given width.</summary>
    /// <param name="threads">How many threads work on a step, the caller's included; at least 1.</param>
    /// <param name="path">Which registers the kernels use.</param>
    /// <exception cref="PlatformNotSupportedException">This machine does not have them.</exception>
    public CpuDevice(int threads, VectorPath path)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (!VectorPaths.IsSupported(path))
            throw new PlatformNotSupportedException($"This machine cannot run the {path} path.");
        Path = path;
        _crew = new Crew(threads);
        string registers = path switch
        {
            VectorPath.Avx512 => "AVX-512",
            VectorPath.Avx2 => "AVX2",
            _ => "128-bit vectors",
        };
        Name = string.Create(CultureInfo.InvariantCulture, $"cpu ({threads} {(threads == 1 ? "thread" : "threads")}, {registers})");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Who works.</summary>
    internal Crew Crew => _crew;

    /// <summary>Which registers the kernels use.</summary>
    public VectorPath Path { get; }

    /// <summary>How many threads work on a step, the caller's included.</summary>
    public int Threads => _crew.Threads;

    /// <summary>How fast convolutions are cut into tiles, or null for a direct one.</summary>
    internal Func<Geometry, WinogradTiling?> FastTiling { get; init; } = WinogradTiling.Best;

    /// <summary>Whether this engine runs a layer.</summary>
    public static bool Supports(Layer layer) => layer switch
    {
        LeakyRelu leaky => leaky.Slope >= 0f,
        Elu elu => elu.Alpha > 0f,
        Dense or Conv2d or ConvTranspose2d or BatchNorm or LayerNorm or InstanceNorm or Dropout or Dropout2d or Flatten or Reshape or Upsample or AvgPool2d or MinibatchStdDev or ClassInput => true,
        Relu or Selu or Gelu or Softplus or Tanh or Sigmoid => true,
        _ => false,
    };

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The network has a layer that this engine cannot run; the message names it.</exception>
    public INetwork Create(NetworkPlan plan, int batch, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return Path switch
        {
            VectorPath.Avx512 => new CpuNetwork<Lanes512>(plan, _crew, batch, seed, FastTiling),
            VectorPath.Avx2 => new CpuNetwork<Lanes256>(plan, _crew, batch, seed, FastTiling),
            _ => new CpuNetwork<Lanes128>(plan, _crew, batch, seed, FastTiling),
        };
    }

    /// <summary>Ends the threads. Networks of this device cannot be used any more.</summary>
    public void Dispose() => _crew.Dispose();
}
