using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using GanActors.Checkpoints;
using GanActors.Files;
using GanActors.Meters;
using GanActors.Populations;
using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Grains.Sweeps;

/// <summary>One sweep from its opening to its end: asks for work while there are lanes, trains, and tells what came of it, each written to the journal first.</summary>
internal sealed class SweepLife : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1), BetweenBoards = TimeSpan.FromSeconds(5);

    private readonly SweepOrder _order;
    private readonly int _parallel;
    private readonly TrialRuns _runs;
    private readonly RunLock _lock;
    private readonly SweepJournal _journal;
    private readonly SweepWishes _wishes;
    private readonly SweepMeter _meter;
    private readonly CancellationTokenSource _breakOff = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Stopwatch _board = Stopwatch.StartNew();
    private readonly Dictionary<(int Trial, int Seed), Task<RunEnding>> _underWay = [];

    private readonly double _before;
    private SweepCourse _course;
    private SweepState _state = SweepState.Running;
    private string? _reason, _stopReason;
    private TaskCompletionSource _stirred = NewStir();
    private bool _paused;

    private SweepLife(SweepOrder order, int parallel, TrialRuns runs, RunLock held, SweepJournal journal, SweepCourse course, SweepMeter meter)
    {
        _order = order;
        _parallel = parallel;
        _runs = runs;
        _lock = held;
        _journal = journal;
        _course = course;
        _before = course.Seconds;
        _meter = meter;
        _wishes = new SweepWishes(Path.Combine(order.Folder, SweepFiles.Wishes));
    }

    private double Seconds => _before + _watch.Elapsed.TotalSeconds;

    private bool IsOverTime => _order.Spec.Budget.WallTime is { } most && Seconds >= most.TotalSeconds;

    private bool MayBegin => !_paused && _stopReason is null && !IsOverTime;

    /// <summary>Takes the sweep's folder and reads its journal.</summary>
    /// <exception cref="SweepException">The folder holds a sweep that was to be new, none that was to be resumed, or another one.</exception>
    /// <exception cref="RunLockedException">Another process runs it.</exception>
    public static SweepLife Open(SweepOrder order, int parallel, IGrainFactory grains, ICheckpointStores stores, SiloMeters meters, TimeProvider clock)
    {
        string path = Path.Combine(order.Folder, SweepFiles.Journal);
        bool holds = File.Exists(path);
        if (holds != order.Resume)
            throw new SweepException(holds ? $"{order.Folder} holds a sweep already; resume it, or choose another folder" : $"{order.Folder} holds no sweep to go on with");
        var held = RunLock.Acquire(order.Folder, clock.GetUtcNow());
        SweepJournal? journal = null;
        SweepMeter? meter = null;
        try
        {
            string yaml = SweepWriter.Write(order.Spec);
            string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml)));
            if (!order.Resume)
                WholeFile.Write(Path.Combine(order.Folder, SweepFiles.Sweep), yaml);
            (journal, var lines) = SweepJournal.Open(order.Folder);
            if (lines.OfType<Opened>().Any(opened => opened.Digest != digest))
                throw new SweepException($"{path} is of another sweep than {SweepFiles.Sweep} beside it");
            var course = Replay(order.Spec, lines, path);
            meter = meters.Begin(order.Sweep, order.Spec);
            var life = new SweepLife(order, parallel, new TrialRuns(order, grains, stores), held, journal, course, meter);
            life.Note(new Opened(life.Seconds, clock.GetUtcNow(), digest));
            return life;
        }
        catch
        {
            meter?.Dispose();
            journal?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>The course that the lines of a journal tell.</summary>
    /// <exception cref="SweepException">They tell none; the message names the file and line.</exception>
    public static SweepCourse Replay(SweepSpec spec, IReadOnlyList<JournalLine> lines, string path)
    {
        var course = SweepCourse.Begin(spec);
        for (int i = 0; i < lines.Count; i++)
        {
            try
            {
                course = course.After(lines[i]);
            }
            catch (Exception fault) when (fault is SweepException or ArgumentException)
            {
                throw new SweepException($"{path}:{i + 1}: {fault.Message}", fault);
            }
        }

        return course;
    }

    /// <summary>How the sweep stands.</summary>
    public SweepProgress Progress()
    {
        var underWay = _runs.UnderWay;
        var trials = _course.Courses.Select(trial => Standing.Of(trial, _order.Spec, Trained(trial))).ToImmutableArray();
        long iterations = _course.Courses.Sum(Standing.Done)
            + underWay.Sum(run => Math.Max(0, run.Value.Iterations - Standing.Begun(_course.Courses[run.Key.Trial])));
        var state = _state == SweepState.Running && _paused ? SweepState.Paused : _state;
        double elapsed = _state == SweepState.Running ? Seconds : _course.Seconds;
        return new SweepProgress(
            state, _reason, trials, _course.Budget, iterations, underWay.Values.Sum(run => run.IterationsPerSecond), TimeSpan.FromSeconds(elapsed), _course.Extractor);
    }

    /// <summary>Asks the sweep to begin no more work, and what is under way to break off.</summary>
    public void Stop(string reason)
    {
        if (_state != SweepState.Running)
            return;
        _stopReason ??= reason;
        _breakOff.Cancel();
        Stir();
    }

    /// <summary>Begins no more work for now.</summary>
    public void Pause() => _paused = true;

    /// <summary>Goes on.</summary>
    public void Unpause()
    {
        _paused = false;
        Stir();
    }

    /// <summary>Adds trials to the budget.</summary>
    /// <exception cref="SweepException">The scheduler cannot be extended.</exception>
    public void Extend(int trials)
    {
        Note(new Extended(Seconds, trials));
        Stir();
    }

    /// <summary>Runs the sweep to its end.</summary>
    /// <returns>What went wrong with the sweep itself, if anything did.</returns>
    public async Task<Exception?> Live()
    {
        Exception? fault = null;
        try
        {
            await Work();
            bool isComplete = _stopReason is null && _course.Scheduler.Ask().Decision is Finished && !_course.Open.Any();
            (_state, _reason) = isComplete ? (SweepState.Completed, "no more work") : (SweepState.Stopped, _stopReason ?? "the time of its budget is over");
        }
        catch (Exception exception)
        {
            // What is under way is broken off with checkpoints, so that a resume loses none of it.
            fault = exception;
            await _breakOff.CancelAsync();
            await ((Task)Task.WhenAll(_underWay.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            (_state, _reason) = (SweepState.Failed, exception.Message);
        }

        try
        {
            WriteBoard();
        }
        catch (IOException exception)
        {
            fault ??= exception;
        }

        Dispose();
        return fault;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        _journal.Dispose();
        _lock.Dispose();
        _breakOff.Dispose();
    }

    private ImmutableArray<long?> Trained(TrialCourse trial) =>
    [
        .. Enumerable.Range(1, _order.Spec.Objective.Seeds)
            .Select(seed => _underWay.ContainsKey((trial.Number, seed)) ? _runs.UnderWay.GetValueOrDefault((trial.Number, seed))?.Iterations ?? 0 : (long?)null),
    ];

    private static TaskCompletionSource NewStir() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Stir() => _stirred.TrySetResult();

    private async Task Work()
    {
        // What a crash left between a trial's last figure and its report.
        foreach (var trial in _course.Open.Where(trial => trial.Leg!.IsOver).ToList())
            await Report(trial.Number);
        while (true)
        {
            Grant(_wishes.Take());
            while (MayBegin && _underWay.Count < _parallel && NextRun() is { } next)
                _underWay.Add(next, _runs.Train(_course.Courses[next.Trial], next.Seed, _breakOff.Token));
            if (_underWay.Count == 0 && !_paused)
                return;
            _meter.Show(Progress());
            if (_stirred.Task.IsCompleted)
                _stirred = NewStir();
            await Task.WhenAny([.. _underWay.Values, _stirred.Task, Task.Delay(BetweenLooks)]);
            foreach (var (key, run) in _underWay.Where(run => run.Value.IsCompleted).ToList())
            {
                _underWay.Remove(key);
                await Settle(key.Trial, key.Seed, await run);
            }

            if (_board.Elapsed > BetweenBoards)
                WriteBoard();
        }
    }

    /// <summary>The next run to train: of work that was decided before, or else of a new decision. Null if there is none for now.</summary>
    private (int Trial, int Seed)? NextRun()
    {
        while (true)
        {
            foreach (var trial in _course.Open.Where(trial => !trial.Leg!.IsOver))
            {
                for (int seed = 1; seed <= trial.Leg!.Runs.Length; seed++)
                {
                    if (!trial.Leg.Runs[seed - 1].IsDone && !_underWay.ContainsKey((trial.Number, seed)))
                        return (trial.Number, seed);
                }
            }

            if (_course.Scheduler.Ask().Decision is not Train train)
                return null;
            Note(new Decided(Seconds, train.Trial, train.Until, train.Bracket, train.Configuration.Settings, train.From?.Trial, train.From?.Iteration));
        }
    }

    private async Task Settle(int trial, int seed, RunEnding ending)
    {
        if (ending.Figure is { } figure)
        {
            if (ending.Extractor is { } extractor && _course.Extractor is { } one && extractor != one)
                ending = RunEnding.Failed(RunFault.Other, $"its figure is of the extractor {extractor}, and this sweep's are of {one}: figures of different extractors are not compared", again: false);
            else
                Note(new Measured(Seconds, trial, seed, _course.Courses[trial].Leg!.Until, figure, ending.Extractor));
        }

        if (ending.Failure is { } failure)
        {
            bool again = failure.Again && _course.Courses[trial].Leg!.Runs[seed - 1].Failures < _order.Spec.Retries;
            _meter.Failed(failure.Fault);
            Note(new Broke(Seconds, trial, seed, failure.Fault, failure.Words, again));
        }

        if (_course.Courses[trial].Leg!.IsOver && !_underWay.Keys.Any(run => run.Trial == trial))
            await Report(trial);
    }

    private async Task Report(int number)
    {
        var trial = _course.Courses[number];
        double? objective = _course.ObjectiveOf(trial);
        // Others may take its networks over as they are now, while it goes on itself.
        bool isPopulation = _order.Spec.Scheduler is PopulationSpec;
        if (isPopulation && objective is not null)
            await _runs.Pin(number, trial.Leg!.Until);
        Note(new Reported(Seconds, number, trial.Leg!.Until, objective));
        if (isPopulation)
            await UnpinOld();
    }

    // As long as anybody still has to come from a meeting point, what was pinned there may be wanted.
    private async Task UnpinOld()
    {
        var living = _course.Courses.Where(trial => !trial.HasFailed).ToList();
        if (living.Count == 0 || living.Exists(trial => trial.Reports.IsEmpty))
            return;
        long all = living.Min(trial => trial.Reports[^1].Iteration);
        foreach (var trial in _course.Courses)
        {
            if (trial.Reports.LastOrDefault(report => report.Iteration < all) is { } old)
                await _runs.Unpin(trial.Number, old.Iteration);
        }
    }

    private void Grant(IEnumerable<SweepWish> wishes)
    {
        foreach (var wish in wishes)
        {
            if (wish is ExtendWish extend)
                Note(new Extended(Seconds, extend.Trials));
            else
                Stop("somebody asked it to stop");
        }
    }

    // The fold first: a line that does not follow is not written.
    private void Note(JournalLine line)
    {
        var after = _course.After(line);
        _journal.Add(line);
        _course = after;
    }

    private void WriteBoard()
    {
        _board.Restart();
        var progress = Progress();
        WholeFile.Write(Path.Combine(_order.Folder, SweepFiles.Leaderboard), Leaderboard.Csv(_order.Spec, progress.Trials));
        WholeFile.Write(Path.Combine(_order.Folder, SweepFiles.Summary), new SweepSummary(_order.Sweep, _order.Spec.Objective, progress).ToJson());
    }
}
