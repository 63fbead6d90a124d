using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GanActors.Checkpoints;
using GanActors.Devices;
using GanActors.Duel;
using GanActors.Evaluation;
using GanActors.Grains.Alarms;
using GanActors.Grains.Devices;
using GanActors.Grains.Evaluations;
using GanActors.Grains.Stopping;
using GanActors.Meters;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Runs;
using Microsoft.Extensions.Logging;

namespace GanActors.Grains.Runs;

/// <summary>
/// One run from its opening to its end: plays its iterations, keeps its folder and its checkpoints, and brings it back when a network is lost
/// or diverges. Everything it knows at an iteration's end is in the checkpoint of that iteration, so that what follows is the same to the last
/// bit, whoever goes on with it.
/// </summary>
internal sealed class RunLife : IAsyncDisposable
{
    /// <summary>How often a run is brought back without an iteration done that was not done before.</summary>
    private const int MostSetbacks = 12;

    /// <summary>How long writing a checkpoint may take before it is said that training waits for it.</summary>
    private static readonly TimeSpan SlowStore = TimeSpan.FromSeconds(5);

    /// <summary>Before the second attempt in a row to bring a run back that lost a silo; doubled for each one more, for a cluster takes a while to see that one is gone.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(15);

    private readonly IGeneratorGrain _generator;
    private readonly IDiscriminatorGrain _discriminator;
    private readonly IEvaluatorGrain _evaluator;
    private readonly RunPlaces _places;
    private readonly SiloMeters _meters;
    private readonly RunMeter _meter;
    private readonly ICheckpointStores _stores;
    private readonly CheckpointArchive _archive;
    private readonly RunLock _lock;
    private readonly RunLog _log;
    private readonly ILogger _logger;
    private readonly EventLog _events = new(capacity: 1 << 14);
    private readonly List<EpochEvent> _epochs = [];
    private readonly CheckpointClock _clock;
    private readonly CheckpointRetention? _retention;

    private RunOrder _order;
    private RunFolder? _folder;
    private DuelRound? _round;
    private RunLength _length;
    private FooledRule? _rule;
    private AlarmPanel _alarms = AlarmPanel.Of(null);
    private double? _realSpread;
    private string? _goBack;
    private EpochAccuracy _accuracy = new(1);
    private SheetClock _sheets = new(new SamplesSpec(), 1);
    private Pace? _pace;
    private MetricsRow? _latest;
    private RunEvaluations? _evaluations;
    private RunState _state = RunState.Running;
    private string? _failure, _stopReason;
    private RunFault? _fault;
    private bool _leaving, _closed, _isSiloGone;
    private CheckpointVersion? _measured;
    private int _incarnation, _rollBacks, _setbacks, _skipsInARow;
    private long _furthest, _kept;
    private string _lastSetback = "";
    private string? _awaited;
    private Remains? _remains;

    private RunLife(
        RunOrder order, IGeneratorGrain generator, IDiscriminatorGrain discriminator, IEvaluatorGrain evaluator, RunPlaces places, ICheckpointStores stores, SiloMeters meters,
        RunLock held, RunLog log, ILogger logger)
    {
        _order = order;
        _generator = generator;
        _discriminator = discriminator;
        _evaluator = evaluator;
        _places = places;
        _stores = stores;
        _archive = new CheckpointArchive(stores.Open(Path.Combine(order.Folder, CheckpointArchive.FolderName)));
        _lock = held;
        _log = log;
        _logger = logger;
        _meters = meters;
        _meter = meters.Begin(new RunFacts(order.Run, order.Recipe, order.Sweep));
        _length = new RunLength(order.Recipe, 1);
        _clock = new CheckpointClock(order.Recipe.Checkpoint);
        if (order.Recipe.Checkpoint is { } checkpoint)
        {
            var best = checkpoint.Best is { } wanted ? new BestCheckpoints(wanted.Keep, wanted.Metric, HighestIsBest: !wanted.Smallest) : null;
            _retention = new CheckpointRetention(checkpoint.Keep, best);
        }
    }

    /// <summary>What was started.</summary>
    public RunStarted Started { get; private set; } = null!;

    /// <summary>Whose turn it is: the turn of the last command sent.</summary>
    public Turn? Turn => _round?.Turn;

    /// <summary>Whether it broke off for somebody else to go on with.</summary>
    public bool IsLeft => _leaving;

    private long Done => _latest?.Iteration ?? 0;

    private bool IsPaused => _order.Until is { } until && Done >= until;

    private bool IsReached => _length.IsReached(Done, _round!.RealBatches);

    /// <summary>Takes the run's folder, sets both networks up and gets ready for the next iteration.</summary>
    /// <exception cref="IOException">The folder holds a run that was to be new, is another process's, or cannot be written.</exception>
    /// <exception cref="CheckpointException">The checkpoints cannot be read, or are of other data.</exception>
    public static async Task<RunLife> Open(
        RunOrder order, IGeneratorGrain generator, IDiscriminatorGrain discriminator, IEvaluatorGrain evaluator, RunPlaces places, ICheckpointStores stores,
        SiloMeters meters, TimeProvider clock, ILogger logger)
    {
        if (order.Opening == RunOpening.New && RunFolder.HoldsRun(order.Folder))
            throw new IOException($"{order.Folder} holds a run already; choose another folder.");
        var held = RunLock.Acquire(order.Folder, clock.GetUtcNow());
        RunLog? log = null;
        RunLife? life = null;
        try
        {
            log = new RunLog(Path.Combine(order.Folder, RunFiles.Events), clock);
            life = new RunLife(order, generator, discriminator, evaluator, places, stores, meters, held, log, logger);
            await life.Begin();
            return life;
        }
        catch (Exception fault)
        {
            life?._meter.End(RunState.Failed, KindOf(fault));
            log?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>How the run stands, and what happened since event number <paramref name="after"/>.</summary>
    public RunProgress Progress(long after)
    {
        long total = _length.Estimate(Done, _round!.RealBatches);
        double perSecond = _pace?.PerSecond ?? 0;
        TimeSpan? left = _state == RunState.Running && perSecond > 0 ? TimeSpan.FromSeconds((total - Done) / perSecond) : null;
        return new RunProgress(
            _state, _round.Turn, Done, total, _latest, perSecond, _pace?.Elapsed ?? TimeSpan.Zero, left, _failure, _events.Since(after), _round.KeptFrozen, _fault, _awaited ?? _places.Waiting);
    }

    /// <summary>Asks the run to end after the iteration under way.</summary>
    public void Stop(string reason) => _stopReason ??= reason;

    /// <summary>Asks the run to break off after the iteration under way, with a checkpoint but without an end: somebody else goes on with it.</summary>
    public void Leave() => _leaving = true;

    /// <summary>Plays the run to its end.</summary>
    /// <returns>What went wrong, if it failed.</returns>
    public async Task<Exception?> Live()
    {
        var state = RunState.Completed;
        string reason = "all iterations done";
        Exception? fault = null;
        try
        {
            await Play();
            if (_leaving)
                return null;
            if (_rule is { IsMet: true })
                reason = _rule.Reason;
            else if (!IsReached)
                (state, reason) = (RunState.Stopped, _stopReason ?? $"paused after {Done} iterations, as it was told");
        }
        catch (Exception) when (_leaving)
        {
            // Whoever goes on with it goes on from the newest checkpoint, and meets again what was no accident.
            return null;
        }
        catch (LostNetworkException exception) when (_stopReason is not null && exception.InnerException is NoDeviceException)
        {
            (state, reason) = (RunState.Stopped, _stopReason);
        }
        catch (Exception exception)
        {
            fault = exception;
            string where = _pace is not null && _round?.Turn is { } turn ? $"in iteration {turn.Iteration + 1}: " : string.Empty;
            (state, reason) = (RunState.Failed, where + exception.Message);
        }

        _pace?.Stop();
        try
        {
            await End(state, reason);
        }
        catch (Exception exception)
        {
            fault ??= exception;
            if (state != RunState.Failed)
                (state, reason) = (RunState.Failed, $"the results could not be written: {exception.Message}");
        }

        if (state == RunState.Failed)
            (_failure, _fault) = (reason, KindOf(fault));
        _meter.End(state, _fault);
        Tell(number => new EndEvent(number, state, reason));
        await DisposeAsync();
        _state = state;
        return fault;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _closed = true;
        _meter.Dispose();
        try
        {
            _folder?.Dispose();
        }
        catch (IOException)
        {
            // What a full disk does not take of the figures is made again from the newest checkpoint; the failure itself has been told.
        }

        _log.Dispose();
        _lock.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task Begin()
    {
        await OpenIncarnation(_order.Opening == RunOpening.Resume ? await Newest() : null);
        foreach (string change in _order.Changes.IsDefault ? [] : _order.Changes)
            Notice(NoticeKinds.Changed, change);
    }

    /// <summary>The newest checkpoint that is whole; those passed over are told.</summary>
    private async Task<CheckpointManifest?> Newest()
    {
        var latest = await _archive.LatestAsync();
        foreach (var skipped in latest.Skipped)
            Notice(NoticeKinds.CheckpointFault, $"checkpoint {skipped.Version} is passed over: {skipped.Reason}");
        return latest.Manifest;
    }

    /// <summary>Sets both networks up under a new incarnation, and everything else here, at the beginning or as it was at a checkpoint.</summary>
    private async Task OpenIncarnation(CheckpointManifest? from)
    {
        // It writes into the run's folder, which the next one continues.
        if (_evaluations is not null)
            await _evaluations.Settle();
        ObjectDisposedException.ThrowIf(_closed, this);
        _incarnation = Math.Max(_incarnation + 1, await _archive.OpenIncarnationAsync());
        var own = from is null ? null : RunMemory.Of(from.State);
        var source = await Source(from, own);
        // A run that has not come as far as the one whose networks it takes over begins its own figures there.
        bool isHeir = source is { } begun && begun.Memory.Latest.Iteration != own?.Latest.Iteration;
        var memory = isHeir ? source!.Value.Memory with { Sheets = [], Epochs = [] } : own;
        var order = new NetworkOrder(
            _order.Run, _incarnation, _order.Recipe, source is { } point ? new RestorePoint(point.Place, point.Memory.RealBatches) : null);
        var lease = await Places();
        var discriminator = await _places.SetUp(lease.Discriminator, () => _discriminator.Prepare(order with { Place = lease.Discriminator }));
        if (memory is not null && (memory.Data, memory.Batches) != (discriminator.Data, discriminator.BatchesPerEpoch))
        {
            throw new CheckpointException(
                _archive.Location, $"the run learned from {memory.Data} ({memory.Batches} batches), and here is {discriminator.Data} ({discriminator.BatchesPerEpoch}); bring back the same data");
        }

        var generator = await _places.SetUp(
            lease.Generator, () => _generator.Prepare(order with { Place = lease.Generator }, discriminator.Item, discriminator.ClassCounts));
        _length = new RunLength(_order.Recipe, discriminator.BatchesPerEpoch);
        Started = new RunStarted(generator, discriminator, _length.Iterations, memory?.Latest.Iteration ?? 0);

        var course = from is null || isHeir ? new Course() : Course.Load(await _archive.ReadPartAsync(from.Version, Course.PartName));
        ObjectDisposedException.ThrowIf(_closed, this);
        _folder?.Dispose();
        _folder = null;
        _folder = RunFolder.Open(_order, discriminator.Item, isHeir ? null : memory, course);
        bool isGeneratorAway = _places.IsAway(lease.Generator);
        var exchange = _meters.Exchange(isGeneratorAway, _places.IsAway(lease.Discriminator), lease.Generator.Silo != lease.Discriminator.Silo);
        _round = new DuelRound(
            _generator, _discriminator, _order.Recipe.Schedule, _order.Run, _incarnation, _meter, exchange, forgesAhead: lease.Generator != lease.Discriminator, isGeneratorAway);
        _rule = FooledRule.Of(_order.Recipe.Stop);
        _alarms = AlarmPanel.Of(_order.Recipe.Alarms);
        _goBack = null;
        _accuracy = new EpochAccuracy(discriminator.BatchesPerEpoch);
        _sheets = new SheetClock(_order.Recipe.Samples, discriminator.BatchesPerEpoch, memory?.RealBatches ?? 0);
        _latest = memory?.Latest;
        _epochs.Clear();
        _kept = memory?.Latest.Iteration ?? -1;
        _skipsInARow = 0;
        if (memory is not null)
        {
            _round.Load(source!.Value.Memory.Round);
            if (memory.Stop is not null)
                _rule?.Load(memory.Stop);
            if (memory.Alarms is { } alarms)
                _alarms = _alarms.Load(alarms);
            _accuracy.Load(memory.Accuracy);
            _epochs.AddRange(memory.Epochs);
            _rollBacks = Math.Max(_rollBacks, memory.RollBacks);
        }

        _meter.Opened(_incarnation, Done, _round.RealBatches, _alarms.Raised);
        _meter.Planned = _length.Estimate(Done, _round.RealBatches);
        if (_order.Recipe.Evaluate is not null)
            _evaluations = new RunEvaluations(_order.Recipe, _order.Folder, discriminator.Item, Done, _evaluator, Evaluated, NotEvaluated, Foreseen);
        _clock.Restart();
        string start = from is null ? "the beginning" : $"checkpoint {from.Version}";
        Notice(NoticeKinds.Opened, $"incarnation {_incarnation}, from {start}, {Started.Device}");
        if (_pace is null && memory is not null)
            _pace = new Pace(TimeSpan.FromSeconds(memory.Seconds), memory.Latest.Iteration);
        if (source is { } taken && taken.Place == _order.Donor)
            await KeepTakenOver(taken.Place);
    }

    // Those it has, as long as they are there; others, when some are free.
    private async Task<DeviceLease> Places()
    {
        var lease = await _places.Obtain(isGivenUp: () => _leaving || _stopReason is not null, told: Wait);
        _meter.IsWaiting = false;
        return lease;

        void Wait(string why)
        {
            _meter.IsWaiting = true;
            Notice(NoticeKinds.Waiting, $"the networks wait for a place: {why}");
        }
    }

    /// <summary>Which checkpoint the networks and the schedule are restored from: this run's own, or that of the run whose place it takes.</summary>
    private async Task<(CheckpointPlace Place, RunMemory Memory)?> Source(CheckpointManifest? own, RunMemory? memory)
    {
        if (_order.Donor is not { } donor || own?.Version.Iteration > donor.Version.Iteration)
            return own is null ? null : (new CheckpointPlace(_archive.Location, own.Version), memory!);
        var manifest = await new CheckpointArchive(_stores.Open(donor.Store)).ReadManifestAsync(donor.Version);
        return (donor, RunMemory.Of(manifest.State));
    }

    // From here on the run rests on checkpoints of its own, whatever becomes of the other one's.
    private async Task KeepTakenOver(CheckpointPlace donor)
    {
        _order = _order with { Donor = null };
        Notice(NoticeKinds.TakenOver, $"both networks are those of {donor.Store}/{donor.Version}");
        _kept = -1;
        await KeepCheckpoint();
    }

    private async Task Play()
    {
        bool lost = false;
        while (true)
        {
            try
            {
                if (lost)
                {
                    await Task.Delay(Pause());
                    await Surviving(Reopen);
                }

                lost = false;
                await Iterate();
                _remains = _leaving ? null : await Gather();
                return;
            }
            catch (Exception setback) when (!_leaving && IsSurvived(setback))
            {
                lost = true;
            }
        }
    }

    private TimeSpan Pause()
    {
        var pause = _setbacks < 2 || !_isSiloGone ? TimeSpan.Zero : FirstPause * Math.Pow(2, _setbacks - 2);
        return pause < LongestPause ? pause : LongestPause;
    }

    private async Task<bool> Reopen()
    {
        await OpenIncarnation(await Newest());
        return true;
    }

    /// <summary>Whether the run goes on from its newest checkpoint after this.</summary>
    private bool IsSurvived(Exception exception)
    {
        var policy = _order.Recipe.Divergence ?? new DivergenceSpec();
        return exception switch
        {
            DivergedException => policy.Action == DivergenceAction.RollBack && RollsBack(exception.Message, policy, RestoreCause.Diverged),
            // The same recipe from the same checkpoint would take the same course again, so an alarm lowers the learning rates, too.
            AlarmedException => RollsBack(exception.Message, policy, RestoreCause.Alarm),
            // Nobody wants its places any more.
            LostNetworkException { InnerException: NoDeviceException } => false,
            LostNetworkException { InnerException: { } cause } => IsRestored(cause),
            _ => false,
        };
    }

    private static RunFault KindOf(Exception? fault) => fault switch
    {
        DivergedException or AlarmedException => RunFault.Diverged,
        OutOfMemoryException => RunFault.OutOfMemory,
        { InnerException: { } cause } => KindOf(cause),
        _ => RunFault.Other,
    };

    private bool RollsBack(string why, DivergenceSpec policy, RestoreCause cause)
    {
        if (_rollBacks >= policy.Most)
            return false;
        _rollBacks++;
        _order = Slowed(_order, policy.LearningRateFactor);
        _furthest = 0;
        _meter.Restored(cause);
        Notice(NoticeKinds.RolledBack, $"{why}; roll-back {_rollBacks} of at most {policy.Most}, learning rates times {policy.LearningRateFactor}");
        return true;
    }

    private bool IsRestored(Exception cause)
    {
        // A step that fails twice in the same way would fail for ever.
        if (++_setbacks > MostSetbacks || (cause is not (TurnRefusedException or TimeoutException or OrleansException) && cause.Message == _lastSetback))
            return false;
        _isSiloGone = cause is OrleansException or MisplacedException;
        _lastSetback = cause.Message;
        _meter.Restored(RestoreCause.Lost);
        Notice(NoticeKinds.Restored, $"both networks go back to the newest checkpoint: {cause.Message}");
        return true;
    }

    private static RunOrder Slowed(RunOrder order, float factor)
    {
        var (generator, discriminator) = (order.Recipe.Generator, order.Recipe.Discriminator);
        var recipe = order.Recipe with
        {
            Generator = generator with { Optimizer = generator.Optimizer with { LearningRate = generator.Optimizer.LearningRate * factor } },
            Discriminator = discriminator with { Optimizer = discriminator.Optimizer with { LearningRate = discriminator.Optimizer.LearningRate * factor } },
        };
        return order with { Recipe = recipe };
    }

    private async Task Iterate()
    {
        var recipe = _order.Recipe;
        await _folder!.DrawReal(await Asked(() => _discriminator.Show(_folder.SheetCount)));
        if (Done == 0)
            await DrawSheet(epoch: 0);
        _pace ??= new Pace();
        await EvaluateIfDue();
        while (!IsReached && !IsPaused && !_leaving && _stopReason is null && _rule is not { IsMet: true })
        {
            var row = await Surviving(() => _round!.Play(Done, Started.Discriminator.BatchesPerEpoch));
            _latest = row;
            _folder.Keep(row);
            bool isNew = row.Iteration > _furthest;
            if (isNew)
                (_furthest, _setbacks, _lastSetback) = (row.Iteration, 0, "");
            if (row.Iteration % recipe.Metrics.Every == 0)
                Write(row, isNew);
            if (_pace.Mark(row.Iteration))
            {
                _folder.WriteTiming(row.Iteration, _pace);
                _meter.Planned = _length.Estimate(row.Iteration, _round!.RealBatches);
            }

            foreach (var decision in _round!.Decisions)
                Tell(number => new GateEvent(number, decision));
            CountSkips(row);
            _rule?.Note(row);
            await Watch(row, isNew);
            _accuracy.Note(row, _round.RealBatches);
            if (_sheets.IsDue(row.Iteration, _round.RealBatches))
            {
                if (recipe.Samples.EveryEpochs is not null)
                    Tell(_sheets.Epoch, _accuracy.Last, isNew);
                await DrawSheet(_sheets.Epoch);
            }

            if (_clock.IsDue(row.Iteration))
                await KeepCheckpoint();
            await EvaluateIfDue();
        }

        await KeepCheckpoint();
    }

    private async Task EvaluateIfDue()
    {
        if (_evaluations?.IsDue(Done) != true)
            return;
        if (IsKeptForEvaluations)
            await KeepCheckpoint();
        await _evaluations.Begin(Done, await Asked(_generator.Export));
        _measured = new CheckpointVersion(Done, _incarnation);
    }

    private bool IsKeptForEvaluations => _order.Recipe.Checkpoint?.Best is { } best && FigureNames.LessIsBetter(best.Metric) is not null;

    private async Task Evaluated(EvaluatedGenerator generator, EvaluationReport report)
    {
        if (_closed)
            return;
        Tell(number => new EvaluationEvent(number, generator, report));
        _meter.Measured(generator.Iteration, report);
        Heed(_alarms.After(generator.Iteration, report), isNew: true);
        if (IsKeptForEvaluations)
            await _archive.NoteAsync(new CheckpointVersion(generator.Iteration, _incarnation), report.Figures);
    }

    private void Foreseen(string what)
    {
        if (!_closed)
            Notice(NoticeKinds.Preparation, what);
    }

    private void NotEvaluated(string why)
    {
        _meter.NotMeasured();
        if (!_closed)
            Notice(NoticeKinds.EvaluationFault, why);
    }

    // What is played again after a setback is the same again, and has been told.
    private void Write(MetricsRow row, bool isNew)
    {
        _folder!.Write(row);
        if (isNew)
            Tell(number => new MetricsEvent(number, row));
    }

    private void CountSkips(MetricsRow row)
    {
        if (_round!.Skipped.Count == 0)
        {
            _skipsInARow = 0;
            return;
        }

        foreach (string why in _round.Skipped)
        {
            Notice(NoticeKinds.Skipped, $"a step of iteration {row.Iteration} was not taken: {why}");
            if (++_skipsInARow > _order.Recipe.Divergence!.Most)
                throw new DivergedException($"{_skipsInARow} steps in a row had to be skipped: {why}");
        }
    }

    /// <summary>Shows the alarms an iteration's figures and, where they want to see them, samples.</summary>
    private async Task Watch(MetricsRow row, bool isNew)
    {
        Heed(_alarms.After(row), isNew);
        if (_alarms.WantsSamples(row.Iteration))
        {
            _realSpread ??= SampleDiversity.SquaredSpread(await Asked(() => _discriminator.Show(SampleDiversity.Items)));
            var items = await Asked(() => _generator.Imagine(SampleDiversity.Items, WeightsKind.Current));
            Heed(_alarms.After(SampleDiversity.Of(row.Iteration, items, _realSpread.Value, Started.Discriminator.Modes)), isNew);
        }

        // An evaluation is done when it is, but the run goes back between two iterations.
        if (_goBack is { } why)
            throw new AlarmedException(why);
    }

    private void Heed(AlarmStep step, bool isNew)
    {
        _alarms = step.Panel;
        foreach (var notice in step.Notices)
        {
            _meter.Alarmed(notice.Kind, notice.Raised, isNew);
            if (isNew)
                Tell(number => new AlarmEvent(number, notice));
            if (notice is { Raised: true, Reaction: AlarmReaction.Stop })
                _stopReason ??= notice.ToString();
            if (notice is { Raised: true, Reaction: AlarmReaction.RollBack })
                _goBack ??= notice.ToString();
        }
    }

    private void Tell(long epoch, (double Real, double Fake) accuracy, bool isNew)
    {
        _epochs.Add(new EpochEvent(0, epoch, accuracy.Real, accuracy.Fake));
        if (isNew)
            Tell(number => _epochs[^1] with { Number = number });
    }

    private async Task DrawSheet(long epoch) => await DrawSheet(await ImagineSheet(), epoch);

    private Task<Batch> ImagineSheet() => Asked(() => _generator.Imagine(_folder!.SheetCount, _order.Recipe.Samples.Weights));

    private async Task DrawSheet(Batch items, long epoch)
    {
        string path = await _folder!.DrawSheet(items, Done, epoch);
        Tell(number => new SheetEvent(number, Done, path));
    }

    /// <summary>Writes a checkpoint, unless there is one of this iteration. Training waits for it, and says so if it waits for long.</summary>
    private async Task KeepCheckpoint()
    {
        if (_retention is not { } retention || _latest is not { } latest || _kept == latest.Iteration)
            return;
        var keeping = WriteCheckpoint(retention, latest);
        using var impatience = new CancellationTokenSource();
        if (await Task.WhenAny(keeping, Task.Delay(SlowStore, impatience.Token)) != keeping)
        {
            _awaited = string.Create(
                CultureInfo.InvariantCulture,
                $"training waits for the checkpoint of iteration {latest.Iteration:N0}: for {SlowStore.TotalSeconds:0} s it could not be written to {_archive.Location}");
            Notice(NoticeKinds.Waiting, _awaited);
        }

        await impatience.CancelAsync();
        try
        {
            await keeping;
        }
        finally
        {
            _awaited = null;
        }
    }

    // One that cannot be written is told, and training goes on.
    private async Task WriteCheckpoint(CheckpointRetention retention, MetricsRow latest)
    {
        _clock.Restart();
        long start = Stopwatch.GetTimestamp();
        var version = new CheckpointVersion(latest.Iteration, _incarnation);
        var place = new CheckpointPlace(_archive.Location, version);
        try
        {
            var parts = await Asked(() => Task.WhenAll(_generator.Keep(place), _discriminator.Keep(place)));
            var course = await _archive.WritePartAsync(version, Course.PartName, _folder!.Course.Save());
            var (metrics, timings) = _folder.FlushToDisk();
            var memory = new RunMemory(
                Started.Discriminator.Data, Started.Discriminator.BatchesPerEpoch, latest, _round!.RealBatches, JsonSerializer.SerializeToElement(_round.Save()), _rule?.Save(), _accuracy.Save(), [.. _epochs],
                [.. _folder.Sheets], metrics, timings, _pace!.Elapsed.TotalSeconds, _rollBacks, JsonSerializer.SerializeToElement(_alarms.Save()));
            var manifest = new CheckpointManifest(
                _order.Run, version, DateTimeOffset.UtcNow, SummaryJson.Product, RecipeWriter.Write(_order.Recipe), RunFigures.Of(latest), [.. parts, course], memory.ToJson());
            await _archive.CommitAsync(manifest);
            _kept = latest.Iteration;
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            _meter.Kept(latest.Iteration, seconds, manifest.PartBytes);
            Tell(number => new CheckpointEvent(number, latest.Iteration, seconds, manifest.PartBytes));
            // What is being measured may turn out to be the best.
            await _archive.SweepAsync(retention, _measured is { } measured ? [measured] : null);
        }
        catch (Exception fault) when (fault is not LostNetworkException)
        {
            _meter.NotKept();
            Notice(NoticeKinds.CheckpointFault, $"no checkpoint of iteration {latest.Iteration}, training goes on: {fault.Message}");
            await RemoveHalfWritten();
        }
    }

    // A part that found its place may be what takes the place of the next checkpoint's. Nobody writes now: both networks have answered.
    private async Task RemoveHalfWritten()
    {
        try
        {
            await _archive.SweepUnfinishedAsync();
        }
        catch (CheckpointException)
        {
            // What cannot be written can perhaps not be deleted either; the next sweep tries again.
        }
    }

    // What belongs to an end, and not to a run that goes on, comes after the last checkpoint.
    private async Task End(RunState state, string reason)
    {
        if (state != RunState.Failed && _remains is { } remains)
        {
            if (_latest is { } last && last.Iteration % _order.Recipe.Metrics.Every != 0)
                Write(last, isNew: true);
            if (remains.Sheet is { } sheet)
                await DrawSheet(sheet, _sheets.Epoch);
            await _folder!.KeepGenerator(remains.Generator, Done);
            if (_evaluations is not null)
                await _evaluations.End(Done, remains.Generator);
            if (remains.Modes is { } modes)
                Tell(number => new ModesEvent(number, modes.Captured, modes.Modes, modes.HighQuality, modes.Count));
        }

        if (_folder is not null)
        {
            await _folder.Finish(new RunSummary(
                state, reason, Started, _latest, _pace?.Elapsed ?? TimeSpan.Zero, _remains?.GeneratorDigest ?? "", _remains?.DiscriminatorDigest ?? "", _epochs, _remains?.Modes));
        }

        if (_evaluations is not null)
            await Release(_evaluator.Release);
        await Release(_generator.Release);
        await Release(_discriminator.Release);
    }

    /// <summary>What the run's end needs of the networks. If one is lost, there is a checkpoint to bring it back from.</summary>
    private async Task<Remains> Gather()
    {
        var generator = await Asked(_generator.Export);
        var modes = await CountModes();
        string generatorDigest = await Asked(_generator.Digest), discriminatorDigest = await Asked(_discriminator.Digest);
        bool isDrawn = _latest is null || _folder!.HasSheet(_folder.SheetName(Done, _sheets.Epoch));
        var sheet = isDrawn ? null : await ImagineSheet();
        foreach (var question in new Func<Task<long>>[] { _generator.Iterations, _discriminator.Iterations })
        {
            if (await Asked(question) is var come && come != Done)
                throw new LostNetworkException(new NetworkNotReadyException($"A network has come to {come} iterations of {Done}."));
        }

        return new Remains(generator, generatorDigest, discriminatorDigest, modes, sheet);
    }

    // A run that has ended is not failed by a network that cannot be told.
    private static async Task Release(Func<Task> release)
    {
        try
        {
            await release();
        }
        catch (Exception)
        {
        }
    }

    private async Task<ModeCoverage?> CountModes()
    {
        if (Started.Discriminator.Modes is not { } modes)
            return null;
        var points = await Asked(() => _generator.Imagine(ModeCoverage.Samples, _order.Recipe.Samples.Weights));
        return ModeCoverage.Of(points.Values.Span, modes.Centres.AsSpan(), modes.StandardDeviation);
    }

    private void Notice(string kind, string words) => Tell(number => new NoticeEvent(number, kind, Done, words));

    private void Tell(Func<long, RunEvent> make)
    {
        RunEvent? told = null;
        _events.Add(number => told = make(number));
        _log.Add(_incarnation, told!);
        _logger.Told(_order.Run, _incarnation, Turn, told!);
    }

    /// <summary>Asks a network something that can be asked twice.</summary>
    private static Task<T> Asked<T>(Func<Task<T>> question) => Surviving(() => Patience.Ask(question));

    /// <summary>If a network does not answer, or is not what it was, the run has to be brought back.</summary>
    private static async Task<T> Surviving<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (Exception exception) when (exception is not (DivergedException or CheckpointException))
        {
            throw new LostNetworkException(exception);
        }
    }

    /// <summary>What remains of the networks when a run has ended.</summary>
    private sealed record Remains(GeneratorWeights Generator, string GeneratorDigest, string DiscriminatorDigest, ModeCoverage? Modes, Batch? Sheet);

    /// <summary>An alarm was raised at which the recipe wants the run to go back.</summary>
    private sealed class AlarmedException(string message) : Exception(message);

    /// <summary>A network was lost: its activation is gone, it does not answer, or a step of it broke off.</summary>
    private sealed class LostNetworkException(Exception cause) : Exception(cause.Message, cause);
}
