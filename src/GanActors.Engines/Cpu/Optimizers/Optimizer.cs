using System.Collections.Immutable;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>
/// An optimiser over all parameters as one row of numbers. Moments lie as the weights do.
/// </summary>
internal abstract unsafe class Optimizer
{
    /// <summary>What it keeps for each weight, by PyTorch's names.</summary>
    public abstract ImmutableArray<string> Moments { get; }

    /// <summary>Moves the weights and returns the Euclidean norm of the gradient.</summary>
    /// <param name="crew">Who works.</param>
    /// <param name="weights">All weights.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="moments">One row for each of <see cref="Moments"/>, <paramref name="count"/> apart.</param>
    /// <param name="count">How many there are; a multiple of 16.</param>
    /// <param name="step">Number of this step, from 1.</param>
    public abstract float Step(Crew crew, float* weights, float* gradients, float* moments, nint count, long step);
}
