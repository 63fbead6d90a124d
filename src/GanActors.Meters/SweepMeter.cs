using System.Collections.Immutable;
using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Meters;

/// <summary>What one sweep tells while it is under way: how it stood when it last looked. Its grain alone writes.</summary>
public sealed class SweepMeter : IDisposable
{
    /// <summary>Trials of which the objective is told.</summary>
    private const int MostTrials = 20;

    /// <summary>Rungs of which the trials are counted.</summary>
    internal const int MostRungs = 32;

    private readonly LiveSet<SweepMeter> _live;
    private readonly ObjectiveSpec _objective;
    private readonly KeyValuePair<string, object?> _sweep;
    private readonly Dictionary<int, KeyValuePair<string, object?>[]> _trialLabels = [];
    private readonly long[] _failures = new long[Enum.GetValues<RunFault>().Length];
    private volatile State? _state;

    internal SweepMeter(LiveSet<SweepMeter> live, string sweep, SweepSpec spec)
    {
        _live = live;
        _objective = spec.Objective;
        _sweep = Labels.Sweep.Is(sweep);
        Sweep = [_sweep];
        Info =
        [
            _sweep, Labels.Scheduler.Is(SweepWriter.KindOf(spec.Scheduler)), Labels.Metric.Is(_objective.Metric), Labels.Direction.Is(_objective.Minimize ? "minimize" : "maximize"),
        ];
        OfMetric = [_sweep, Labels.Metric.Is(_objective.Metric)];
        States = [.. Enum.GetValues<TrialState>().Select(state => new[] { _sweep, Labels.State.Is(state.ToString().ToLowerInvariant()) })];
        Faults = [.. Enum.GetValues<RunFault>().Select(fault => new[] { _sweep, Labels.Fault.Is(Labels.Word(fault)) })];
    }

    internal KeyValuePair<string, object?>[] Sweep { get; }

    internal KeyValuePair<string, object?>[] Info { get; }

    internal KeyValuePair<string, object?>[] OfMetric { get; }

    /// <summary>By the number of <see cref="TrialState"/>.</summary>
    internal ImmutableArray<KeyValuePair<string, object?>[]> States { get; }

    /// <summary>By the number of <see cref="RunFault"/>.</summary>
    internal ImmutableArray<KeyValuePair<string, object?>[]> Faults { get; }

    internal State? Newest => _state;

    internal int Seats => 1 + (_state?.Best.Length ?? 0);

    /// <summary>How the sweep stands.</summary>
    public void Show(SweepProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        int known = _trialLabels.Count;
        var best = Leaderboard.Of(_objective, progress.Trials).TakeWhile(trial => trial is { State: not TrialState.Failed, Latest: not null }).Take(MostTrials);
        int[] states = new int[States.Length];
        foreach (var trial in progress.Trials)
            states[(int)trial.State]++;
        var reports = progress.Trials.SelectMany(trial => trial.Reports).Where(report => double.IsFinite(report.Objective)).ToList();
        _state = new State(
            progress.Budget,
            progress.Iterations,
            [.. states],
            reports.Count == 0 ? null : _objective.Minimize ? reports.Min(report => report.Objective) : reports.Max(report => report.Objective),
            [.. best.Select(trial => (LabelsOf(trial.Number), trial.Latest!))],
            [
                .. reports.GroupBy(report => report.Iteration).OrderBy(rung => rung.Key).Take(MostRungs)
                    .Select(rung => (new[] { _sweep, new(Labels.Iterations, rung.Key) }, rung.Count())),
            ]);
        if (_trialLabels.Count > known)
            _live.TakeMore(_trialLabels.Count - known);
    }

    /// <summary>A run of it failed.</summary>
    public void Failed(RunFault fault) => Interlocked.Increment(ref _failures[(int)fault]);

    /// <summary>It has ended here, and its series with it.</summary>
    public void Dispose() => _live.Remove(this);

    internal long Failures(RunFault fault) => Volatile.Read(ref _failures[(int)fault]);

    private KeyValuePair<string, object?>[] LabelsOf(int trial)
    {
        if (!_trialLabels.TryGetValue(trial, out var labels))
            _trialLabels[trial] = labels = [_sweep, new(Labels.Trial, trial)];
        return labels;
    }

    /// <summary>How it stood.</summary>
    internal sealed record State(
        int Budget,
        long Iterations,
        ImmutableArray<int> Trials,
        double? BestObjective,
        ImmutableArray<(KeyValuePair<string, object?>[] Labels, TrialFigures Figures)> Best,
        ImmutableArray<(KeyValuePair<string, object?>[] Labels, int Trials)> Rungs);
}
