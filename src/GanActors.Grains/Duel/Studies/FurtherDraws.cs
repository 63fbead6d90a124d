using GanActors.Duel;

namespace GanActors.Grains.Duel.Studies;

/// <summary>
/// Draws of a turn's own beside <see cref="Turn.Draw"/>, for a turn that takes more than one way through its network. Iterations stay below 2^30, so a
/// turn's draw below 2^43: its top bits are free.
/// </summary>
internal static class FurtherDraws
{
    /// <summary>The forward that a penalty looks at.</summary>
    public const ulong Penalty = 1UL << 62;

    /// <summary>The second of two steps.</summary>
    public const ulong SecondStep = 1UL << 63;
}
