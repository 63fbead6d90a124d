using System.Collections.Immutable;
using GanActors.Populations.Sampling;

namespace GanActors.Populations.Schedules;

/// <summary>
/// Successive halving and Hyperband: brackets one after the other; lanes that would wait for a rung to be complete begin the next bracket.
/// What is trained, if not in which order, depends on the order of reports only if the sampler learns from them.
/// </summary>
/// <param name="Ledger">What it has asked for and been told.</param>
/// <param name="Sampler">Who draws the configurations.</param>
/// <param name="Eta">One of so many goes on.</param>
/// <param name="Brackets">Their trials follow on each other.</param>
/// <param name="Plan">The brackets of so many more trials.</param>
internal sealed record Halving(Ledger Ledger, Sampler Sampler, int Eta, ImmutableArray<Bracket> Brackets, BracketPlan Plan)
    : DrawingScheduler(Ledger, Sampler)
{
    /// <inheritdoc/>
    protected override Train? Choose()
    {
        for (int i = 0; i < Brackets.Length; i++)
        {
            var bracket = Brackets[i];
            if (Ledger.Trials.Count < bracket.First + bracket.Size)
                return Draw(bracket.Rungs[0], i);
            if (bracket.Promote(Ledger, Eta, i) is { } promotion)
                return promotion;
        }

        return null;
    }

    /// <inheritdoc/>
    protected override Scheduler Extended(int trials) =>
        this with { Brackets = [.. Brackets, .. Plan.Of(trials, Brackets[^1].First + Brackets[^1].Size)] };
}

/// <summary>How trials are shared out among brackets.</summary>
internal abstract record BracketPlan
{
    /// <summary>The brackets of so many trials.</summary>
    /// <param name="trials">At least 1.</param>
    /// <param name="first">Number of the first trial.</param>
    public abstract ImmutableArray<Bracket> Of(int trials, int first = 0);
}

/// <summary>All of them in one bracket.</summary>
/// <param name="Rungs">Iterations of each rung.</param>
internal sealed record OneBracket(ImmutableArray<long> Rungs) : BracketPlan
{
    /// <inheritdoc/>
    public override ImmutableArray<Bracket> Of(int trials, int first = 0) => [new(first, trials, Rungs)];
}
