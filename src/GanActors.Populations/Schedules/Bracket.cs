using System.Collections.Immutable;

namespace GanActors.Populations.Schedules;

/// <summary>A bracket of successive halving: Algorithm 1 of Li et al. (2020), after Jamieson and Talwalkar (2016).</summary>
/// <param name="First">The first of its trials, which are numbered without gaps.</param>
/// <param name="Size">How many there are.</param>
/// <param name="Rungs">Iterations of each rung, rising.</param>
internal sealed record Bracket(int First, int Size, ImmutableArray<long> Rungs)
{
    /// <summary>
    /// Trials of each rung if none fails: one of eta goes on, rounded down. The paper demands a bracket so wide that one reaches the last
    /// rung; of a smaller one, here the best goes on alone.
    /// </summary>
    public ImmutableArray<int> Sizes(int eta)
    {
        int size = Size;
        return [.. Rungs.Select((_, rung) => rung == 0 ? size : size = Math.Max(1, size / eta))];
    }

    /// <summary>
    /// The next piece of work of a bracket whose trials have all been begun; null if there is none now. A rung goes on when all of its
    /// trials have come to its end or failed: the best first, of equals the one of the smaller number, and none that failed.
    /// </summary>
    public Train? Promote(Ledger ledger, int eta, int number)
    {
        IReadOnlyList<Trial> rung = ledger.Trials.GetRange(First, Size);
        var sizes = Sizes(eta);
        for (int next = 1; next < Rungs.Length; next++)
        {
            long reached = Rungs[next - 1];
            if (rung.Any(trial => trial.LossAt(reached) is null && !trial.Failed))
                return null;
            rung = [.. rung.Where(trial => trial.LossAt(reached) is not null)
                .OrderBy(trial => trial.LossAt(reached)).ThenBy(trial => trial.Number).Take(sizes[next])];
            if (rung.FirstOrDefault(trial => trial.IsIdle && trial.Results.Length == next) is { } promoted)
                return new Train(promoted.Number, promoted.Configuration, Rungs[next], Bracket: number);
        }

        return null;
    }
}
