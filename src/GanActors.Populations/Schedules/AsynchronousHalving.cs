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
        for (int rung = Rungs.Length - 2; rung >= 0; rung--)
        {
            // A trial has one result for each rung it has come to.
            int ended = Ledger.Trials.Count(trial => trial.Results.Length > rung || (trial.Failed && trial.Results.Length == rung));
            if (Best(rung).Take(ended / Eta).FirstOrDefault(trial => trial.IsIdle && trial.Results.Length == rung + 1) is { } promoted)
                return Promote(promoted);
        }

        if (Ledger.Trials.Count < Trials)
            return Draw(Rungs[0]);
        if (Ledger.UnderWay > 0)
            return null;
        int reached = Ledger.Trials.Max(trial => trial.Results.Length);
        if (reached == Rungs.Length || reached == 0)
            return null;
        return Best(reached - 1).FirstOrDefault(trial => trial.IsIdle) is { } last ? Promote(last) : null;
    }

    /// <inheritdoc/>
    protected override Scheduler Extended(int trials) => this with { Trials = checked(Trials + trials) };

    private IEnumerable<Trial> Best(int rung) => Ledger.Trials
        .Where(trial => trial.Results.Length > rung).OrderBy(trial => trial.Results[rung].Loss).ThenBy(trial => trial.Number);

    private Train Promote(Trial trial) => new(trial.Number, trial.Configuration, Rungs[trial.Results.Length]);
}
