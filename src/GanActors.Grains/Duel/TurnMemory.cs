using System.Diagnostics.CodeAnalysis;
using GanActors.Duel;
using GanActors.Meters;
using GanActors.Networks;

namespace GanActors.Grains.Duel;

/// <summary>
/// The last turn a network answered, and the answer. The runtime delivers a call at most once and its outcome is unknown after a
/// time-out, so the coordinator asks again; this is what makes asking again harmless.
/// </summary>
/// <param name="meters">Are told how often that was needed.</param>
/// <param name="network">Whose memory it is.</param>
internal sealed class TurnMemory<T>(SiloMeters meters, NetworkRole network)
    where T : class
{
    private T? _answer;

    /// <summary>The turn answered last; null if none was.</summary>
    public Turn? Last { get; private set; }

    /// <summary>The answer to <paramref name="turn"/>, if it is the one answered last.</summary>
    /// <exception cref="StaleTurnException">The turn is older than the one answered last.</exception>
    public bool TryRecall(Turn turn, [NotNullWhen(true)] out T? answer)
    {
        answer = turn == Last ? _answer : null;
        if (answer is null && turn <= Last)
            throw new StaleTurnException($"Turn {turn} is past: {Last} has been answered.");
        if (answer is null)
            return false;
        meters.Repeated(network);
        return true;
    }

    /// <summary>Keeps the answer to <paramref name="turn"/> and forgets the one before.</summary>
    public T Remember(Turn turn, T answer)
    {
        Last = turn;
        _answer = answer;
        return answer;
    }
}
