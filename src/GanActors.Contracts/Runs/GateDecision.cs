using GanActors.Duel;

namespace GanActors.Runs;

/// <summary>What a schedule does with a player.</summary>
public enum GateMove
{
    /// <summary>It learns no more, and only looks on.</summary>
    Frozen,

    /// <summary>It learns again.</summary>
    Thawed,

    /// <summary>It learns at another pace.</summary>
    Paced,
}

/// <summary>One decision of a schedule.</summary>
/// <param name="Iteration">The first iteration it holds for, from 1 as in the rows of figures.</param>
/// <param name="Player">Whom it concerns, by the phase that is that player's.</param>
/// <param name="Move">What is done.</param>
/// <param name="Reason">Why, with the figures.</param>
[GenerateSerializer, Immutable, Alias("gan.gate-decision")]
public sealed record GateDecision(long Iteration, Phase Player, GateMove Move, string Reason);
