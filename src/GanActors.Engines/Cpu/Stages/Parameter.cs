using GanActors.Engines.Cpu.Kernels;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// A trainable tensor and how it lies in the engine's memory, which need not be how PyTorch lays it out. Everything that works element by
/// element (optimisers, norms, averages) may ignore that; saving and loading may not.
/// </summary>
internal abstract class Parameter(ParameterPlan plan, long storedSize)
{
    /// <summary>Name and shape, PyTorch's.</summary>
    public ParameterPlan Plan { get; } = plan;

    /// <summary>Floats in the engine's memory.</summary>
    public long StoredSize { get; } = storedSize;

    /// <summary>Its first float among all parameters of the network.</summary>
    public long Offset { get; set; }

    /// <summary>
    /// Where the layer finds what it multiplies by, and leaves its gradient: the parameter itself, unless the layer works with something that is made
    /// of it (spectral normalisation), which then lies after all parameters.
    /// </summary>
    public long Effective { get; set; }

    /// <summary>The matrix in memory, if it is one: rows, and columns in panels.</summary>
    public virtual Panels? Matrix => null;

    /// <summary>From PyTorch's layout to the engine's.</summary>
    public void Import(ReadOnlySpan<float> plain, Span<float> stored)
    {
        for (int i = 0; i < plain.Length; i++)
            stored[Stored(i)] = plain[i];
    }

    /// <summary>From the engine's layout to PyTorch's.</summary>
    public void Export(ReadOnlySpan<float> stored, Span<float> plain)
    {
        for (int i = 0; i < plain.Length; i++)
            plain[i] = stored[Stored(i)];
    }

    /// <summary>Where the number lies, from the parameter's first, that PyTorch has at <paramref name="plain"/>.</summary>
    public int Place(int plain) => Stored(plain);

    /// <summary>Where the number lies that PyTorch has at <paramref name="plain"/>.</summary>
    protected abstract int Stored(int plain);
}
