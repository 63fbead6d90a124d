using System.Collections.Immutable;
using GanActors.Populations.Sampling;
using GanActors.Sweeps;

namespace GanActors.Populations.Schedules;

/// <summary>
/// Population-based training (Jaderberg et al., 2017) by generations: at the end of each but the last, the worst members, a quantile
/// rounded down but at least one, and those that failed take over from one of the best, each equally likely; of equals the smaller number
/// is the better. A member takes part under its own number to the end.
/// </summary>
/// <param name="Ledger">What it has asked for and been told.</param>
/// <param name="Spec">How it evolves.</param>
/// <param name="Explorer">Who changes configurations.</param>
/// <param name="Iterations">Of the whole training.</param>
/// <param name="Members">How many.</param>
/// <param name="Generation">From 0.</param>
/// <param name="Plan">What each member does in this generation; empty when there is none, or all have failed.</param>
internal sealed record Population(
    Ledger Ledger, PopulationSpec Spec, Explorer Explorer, long Iterations, int Members, int Generation, ImmutableArray<Train> Plan)
    : Scheduler(Ledger)
{
    // 0.29 times 100 is 29, not a last bit less.
    private const double Slack = 1e-9;

    /// <summary>The first generation.</summary>
    public static Population Of(PopulationSpec spec, SearchSpace space, ulong seed, long iterations, int members)
    {
        var random = new RandomSampler(space, seed);
        return new(Ledger.Empty, spec, new Explorer(spec, space, seed), iterations, members, Generation: 0,
            [.. Enumerable.Range(0, members)
                .Select(member => new Train(member, random.Draw(member, Ledger.Empty), Math.Min(spec.Every, iterations)))]);
    }

    /// <inheritdoc/>
    protected override Train? Choose()
    {
        // All members have work in every generation before.
        long place = Ledger.Begun - ((long)Generation * Members);
        return place < Plan.Length ? Plan[(int)place] : null;
    }

    /// <inheritdoc/>
    protected override Scheduler Judged(int trial) => Ledger.UnderWay == 0 && Choose() is null
        ? this with { Generation = Generation + 1, Plan = Next(Plan[0].Until) }
        : this;

    /// <inheritdoc/>
    protected override Scheduler Extended(int trials) =>
        throw new NotSupportedException("A population stays as large as it is: a member that came later would be behind the others for good.");

    private ImmutableArray<Train> Next(long reached)
    {
        ImmutableArray<Trial> ranked = [.. Ledger.Trials
            .OrderBy(member => member.Failed).ThenBy(member => member.LossAt(reached)).ThenBy(member => member.Number)];
        int well = ranked.Count(member => !member.Failed);
        if (reached == Iterations || well == 0)
            return [];
        int quantile = Math.Min(Math.Max(1, (int)((Spec.Quantile * Members) + Slack)), Members / 2);
        int gone = Math.Max(quantile, Members - well);
        var best = ranked[..Math.Min(quantile, Members - gone)];
        // There may be a single member, which has nobody to learn from.
        var worst = best.IsEmpty ? [] : ranked[^gone..].Select(member => member.Number).ToHashSet();
        long until = Math.Min(reached + Spec.Every, Iterations);
        return [.. Ledger.Trials.Select(member => worst.Contains(member.Number)
            ? Explorer.TakeOver(best, member.Number, Generation, until, reached)
            : new Train(member.Number, member.Configuration, until))];
    }
}
