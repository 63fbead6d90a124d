using System.Collections.Immutable;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>
/// An optimiser over all parameters as one row of numbers, in pieces of a fixed size. Moments lie as the weights do.
/// </summary>
/// <param name="spec">Its constants.</param>
internal abstract class Optimizer(OptimizerSpec spec)
{
    /// <summary>Weights of one piece of work.</summary>
    public const int Piece = 8 * 1024;

    /// <summary>What it keeps for each weight, by PyTorch's names.</summary>
    public ImmutableArray<string> Moments { get; } = OptimizerRules.Moments(spec);

    /// <summary>
    /// The largest gradient whose step is a number: where squares are kept, those of larger ones would be infinite for ever.
    /// </summary>
    public float LargestGradient { get; } = OptimizerRules.LargestGradient(spec);

    /// <summary>Its constants.</summary>
    protected OptimizerSpec Spec { get; } = spec;

    /// <summary>Moves the weights.</summary>
    public abstract void Step(Crew crew, in Move move);

    /// <summary>How many pieces so many weights are.</summary>
    protected static int Pieces(nint count) => (int)((count + Piece - 1) / Piece);
}
