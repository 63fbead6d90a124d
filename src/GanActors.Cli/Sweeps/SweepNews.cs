using GanActors.Sweeps;

namespace GanActors.Cli.Sweeps;

/// <summary>Tells what is new in a look at a sweep: reports and failures not told before, in the order of the trials.</summary>
internal sealed class SweepNews
{
    private readonly Dictionary<int, (int Reports, bool Failed)> _told = [];

    /// <summary>What is new: a trial, and its report, or null if it failed.</summary>
    public IEnumerable<(Trial Trial, TrialFigures? Report)> In(SweepProgress progress)
    {
        foreach (var trial in progress.Trials)
        {
            var (reports, failed) = _told.GetValueOrDefault(trial.Number);
            foreach (var report in trial.Reports.Skip(reports))
                yield return (trial, report);
            if (trial.State == TrialState.Failed && !failed)
                yield return (trial, null);
            _told[trial.Number] = (trial.Reports.Length, trial.State == TrialState.Failed);
        }
    }
}
