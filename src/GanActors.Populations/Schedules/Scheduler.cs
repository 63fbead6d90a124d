using GanActors.Populations.Sampling;
using GanActors.Sweeps;

namespace GanActors.Populations.Schedules;

/// <summary>A scheduler whose decisions follow from its ledger, so that one function of it is all that sets schedulers apart.</summary>
/// <param name="Ledger">What it has asked for and been told.</param>
internal abstract record Scheduler(Ledger Ledger) : IScheduler
{
    /// <inheritdoc/>
    public (Decision Decision, IScheduler Next) Ask()
    {
        if (Choose() is { } work)
            return (work, this with { Ledger = Ledger.Begin(work) });
        return (Ledger.UnderWay > 0 ? new Wait() : new Finished(), this);
    }

    /// <inheritdoc/>
    public IScheduler Tell(TrialReport report) => (this with { Ledger = Ledger.Settle(report) }).Judged(report.Trial);

    /// <inheritdoc/>
    public IScheduler Extend(int trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trials, SweepLimits.Trials);
        return Extended(trials);
    }

    /// <summary>The next piece of work; null if there is none now.</summary>
    protected abstract Train? Choose();

    /// <summary>With what a report that has just been entered brings about.</summary>
    protected virtual Scheduler Judged(int trial) => this;

    /// <summary>With so many more configurations.</summary>
    protected abstract Scheduler Extended(int trials);
}

/// <summary>A scheduler that draws its configurations, one after the other as they are begun.</summary>
/// <param name="Ledger">What it has asked for and been told.</param>
/// <param name="Sampler">Who draws them.</param>
internal abstract record DrawingScheduler(Ledger Ledger, Sampler Sampler) : Scheduler(Ledger)
{
    /// <summary>Begins the next configuration.</summary>
    protected Train Draw(long until, int bracket = 0) =>
        new(Ledger.Trials.Count, Sampler.Draw(Ledger.Trials.Count, Ledger), until, Bracket: bracket);
}
