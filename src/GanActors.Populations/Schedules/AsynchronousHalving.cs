using System.Collections.Immutable;
using GanActors.Populations.Sampling;

namespace GanActors.Populations.Schedules;

/// <summary>
/// ASHA: Algorithm 2 of Li et al. (2020). A free lane takes the best configuration of the highest rung that is among the best of its rung,
/// one of eta, and has not gone on; if there is none, a new one. One that fails on its way to a rung counts there as the worst.
/// <para>The budget ends what is endless in the paper: when no configuration is left to begin, none is under way and nobody has come to the
/// last rung, because there were too few or they failed, the best of the highest rung that anybody has reached goes on.</para>
/// </summary>
internal sealed record AsynchronousHalving(Ledger Ledger, Sampler Sampler, int Eta, ImmutableArray<long> Rungs, int Trials)
    : DrawingScheduler(Ledger, Sampler)
{
    /// <inheritdoc/>
    protected override Train? Choose()
    {
        Trial[] trials = [.. Ledger.Trials];
        for (int rung = Rungs.Length - 2; rung >= 0; rung--)
        {
            // A trial has one result for each rung it has come to.
            if (Leader(trials, rung) is not { } leader)
                continue;
            int ended = trials.Count(trial => trial.Results.Length > rung || (trial.Failed && trial.Results.Length == rung));
            int better = trials.Count(trial => trial.Results.Length > rung && Standing(trial, rung).CompareTo(Standing(leader, rung)) < 0);
            if (better < ended / Eta)
                return Promote(leader);
        }

        if (trials.Length < Trials)
            return Draw(Rungs[0]);
        if (Ledger.UnderWay > 0)
            return null;
        int reached = trials.Max(trial => trial.Results.Length);
        return reached > 0 && reached < Rungs.Length && Leader(trials, reached - 1) is { } last ? Promote(last) : null;
    }

    /// <inheritdoc/>
    protected override Scheduler Extended(int trials) => this with { Trials = checked(Trials + trials) };

    // The best of those that have come to a rung and not gone on.
    private static Trial? Leader(Trial[] trials, int rung) =>
        trials.Where(trial => trial.IsIdle && trial.Results.Length == rung + 1).MinBy(trial => Standing(trial, rung));

    private static (double Loss, int Number) Standing(Trial trial, int rung) => (trial.Results[rung].Loss, trial.Number);

    private Train Promote(Trial trial) => new(trial.Number, trial.Configuration, Rungs[trial.Results.Length]);
}
