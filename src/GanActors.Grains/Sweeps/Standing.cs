using System.Collections.Immutable;
using GanActors.Sweeps;

namespace GanActors.Grains.Sweeps;

/// <summary>How a trial stands, as others see it.</summary>
internal static class Standing
{
    /// <summary>The trial as others see it.</summary>
    /// <param name="trial">What is known of it.</param>
    /// <param name="spec">The sweep.</param>
    /// <param name="runs">Iterations done by each of its runs that is trained now; null for those that are not.</param>
    public static Trial Of(TrialCourse trial, SweepSpec spec, ImmutableArray<long?> runs)
    {
        long last = trial.Reports.IsEmpty ? 0 : trial.Reports[^1].Iteration;
        var state = trial.HasFailed ? TrialState.Failed
            : trial.Leg is not null ? runs.Any(run => run is not null) ? TrialState.Running : TrialState.Waiting
            : last >= spec.Budget.Iterations ? TrialState.Completed
            : TrialState.Reported;
        return new Trial(
            trial.Number, trial.Configuration, state, trial.Bracket, trial.Leg?.Until ?? last, trial.Reports,
            runs.Sum() ?? 0, trial.HasFailed ? trial.Failure?.Words : null, trial.HasFailed ? trial.Failure?.Fault : null);
    }

    /// <summary>Iterations done by a trial's runs before those that are trained now.</summary>
    public static long Done(TrialCourse trial)
    {
        long before = Begun(trial);
        return trial.Leg is { } leg ? leg.Runs.Sum(run => run.Figure is null ? before : leg.Until) : before * (trial.Reports.IsEmpty ? 1 : trial.Reports[^1].Seeds.Length);
    }

    /// <summary>Where a trial's runs began their piece of work.</summary>
    public static long Begun(TrialCourse trial) => trial.Reports.IsEmpty ? 0 : trial.Reports[^1].Iteration;
}
