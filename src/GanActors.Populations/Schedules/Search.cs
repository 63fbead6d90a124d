using GanActors.Populations.Sampling;
using GanActors.Sweeps;

namespace GanActors.Populations.Schedules;

/// <inheritdoc cref="SearchSpec"/>
internal sealed record Search(Ledger Ledger, Sampler Sampler, int Trials, long Iterations) : DrawingScheduler(Ledger, Sampler)
{
    /// <inheritdoc/>
    protected override Train? Choose() => Ledger.Trials.Count < Trials ? Draw(Iterations) : null;

    /// <inheritdoc/>
    protected override Scheduler Extended(int trials) => this with { Trials = checked(Trials + trials) };
}
