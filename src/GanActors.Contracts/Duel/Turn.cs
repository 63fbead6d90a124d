using System.Globalization;

namespace GanActors.Duel;

/// <summary>Whose weights may move.</summary>
public enum Phase : byte
{
    /// <summary>The discriminator learns; the generator is frozen.</summary>
    Discriminator = 0,

    /// <summary>The generator learns; the discriminator is frozen.</summary>
    Generator = 1,
}

/// <summary>
/// A fencing token: the place of one command in a run. Turns of a run are totally ordered; a network takes commands in that order only,
/// answers the last one again from memory, and refuses anything older or of another incarnation.
/// </summary>
/// <param name="Run">The run.</param>
/// <param name="Incarnation">How often the run's networks have been set up; a new one makes all older turns stale.</param>
/// <param name="Iteration">From 0: one iteration is a discriminator phase and a generator phase.</param>
/// <param name="Phase">Whose weights may move.</param>
/// <param name="SubStep">From 0, within the phase.</param>
[GenerateSerializer, Immutable, Alias("gan.turn")]
public readonly record struct Turn(RunId Run, int Incarnation, long Iteration, Phase Phase, int SubStep) : IComparable<Turn>
{
    /// <summary>The most sub-steps a phase may have.</summary>
    public const int MaxSubSteps = 1 << 12;

    /// <summary>
    /// A number that no other turn of the run has, whatever the incarnation: the draw number of everything random in this turn,
    /// so that a repeated or replayed turn draws the same.
    /// </summary>
    public ulong Draw => ((ulong)Iteration << 13) | ((ulong)Phase << 12) | (uint)SubStep;

    /// <inheritdoc/>
    public int CompareTo(Turn other)
    {
        int order = Incarnation.CompareTo(other.Incarnation);
        return order != 0 ? order : Draw.CompareTo(other.Draw);
    }

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(Turn left, Turn right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(Turn left, Turn right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not come after <paramref name="right"/>.</summary>
    public static bool operator <=(Turn left, Turn right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not come before <paramref name="right"/>.</summary>
    public static bool operator >=(Turn left, Turn right) => left.CompareTo(right) >= 0;

    /// <summary>For example <c>ring#1 iteration 17, discriminator 0</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Run}#{Incarnation} iteration {Iteration}, {(Phase == Phase.Discriminator ? "discriminator" : "generator")} {SubStep}");
}
