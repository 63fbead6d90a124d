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

    /// <summary>From PyTorch's layout to the engine's.</summary>
    public abstract void Import(ReadOnlySpan<float> plain, Span<float> stored);

    /// <summary>From the engine's layout to PyTorch's.</summary>
    public abstract void Export(ReadOnlySpan<float> stored, Span<float> plain);
}

/// <summary>A tensor that lies as PyTorch lays it out: biases and the weights of norms.</summary>
internal sealed class PlainParameter(ParameterPlan plan) : Parameter(plan, plan.Shape.Size)
{
    public override void Import(ReadOnlySpan<float> plain, Span<float> stored) => plain.CopyTo(stored);

    public override void Export(ReadOnlySpan<float> stored, Span<float> plain) => stored[..plain.Length].CopyTo(plain);
}
