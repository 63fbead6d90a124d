using GanActors.Duel;
using GanActors.Evaluation;
using GanActors.Grains.Stopping;
using GanActors.Runs;
using Microsoft.Extensions.Logging;

namespace GanActors.Grains.Runs;

/// <inheritdoc cref="ICoordinatorGrain"/>
internal sealed partial class CoordinatorGrain(ILogger<CoordinatorGrain> logger) : Grain, ICoordinatorGrain
{
    private const int FirstIncarnation = 1;

    private readonly EventLog _events = new(capacity: 1 << 14);
    private RunOrder? _order;
    private RunStarted? _started;
    private DuelRound? _round;
    private RunLength? _length;
    private Pace? _pace;
    private MetricsRow? _latest;
    private RunState _state = RunState.New;
    private readonly List<EpochEvent> _epochs = [];
    private string? _failure, _stopReason;

    /// <inheritdoc/>
    public async Task<RunStarted> Start(RunOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (_started is not null)
            return _started;

        var generator = GrainFactory.GetGrain<IGeneratorGrain>(order.Run.Value);
        var discriminator = GrainFactory.GetGrain<IDiscriminatorGrain>(order.Run.Value);
        var networks = new NetworkOrder(order.Run, FirstIncarnation, order.Recipe);
        var discriminatorReady = await discriminator.Prepare(networks);
        var generatorReady = await generator.Prepare(networks, discriminatorReady.Item, discriminatorReady.ClassCounts);
        var folder = RunFolder.Create(order, discriminatorReady.Item);

        _order = order;
        _length = new RunLength(order.Recipe, discriminatorReady.BatchesPerEpoch);
        _started = new RunStarted(generatorReady, discriminatorReady, _length.Iterations);
        _round = new DuelRound(generator, discriminator, order.Recipe.Schedule, order.Run, FirstIncarnation);
        _state = RunState.Running;
        DelayDeactivation(TimeSpan.MaxValue);

        // The duel goes on between this grain's requests, on its own scheduler.
        _ = Duel(generator, discriminator, folder);
        return _started;
    }

    /// <inheritdoc/>
    public Task Stop(string reason)
    {
        _stopReason ??= reason;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<RunProgress> Watch(long after)
    {
        long done = _latest?.Iteration ?? 0;
        long total = _length?.Estimate(done, _round!.RealBatches) ?? 0;
        double perSecond = _pace?.PerSecond ?? 0;
        TimeSpan? left = _state == RunState.Running && perSecond > 0 ? TimeSpan.FromSeconds((total - done) / perSecond) : null;
        return Task.FromResult(new RunProgress(
            _state, _round?.Turn, done, total, _latest, perSecond, _pace?.Elapsed ?? TimeSpan.Zero, left, _failure,
            _events.Since(after), _round?.KeptFrozen));
    }

    private async Task Duel(IGeneratorGrain generator, IDiscriminatorGrain discriminator, RunFolder folder)
    {
        var state = RunState.Completed;
        string reason = "all iterations done";
        try
        {
            await folder.DrawReal(await discriminator.Show(folder.SheetCount));
            await DrawSheet(generator, folder, iteration: 0, epoch: 0);
            _pace = new Pace();
            var rule = FooledRule.Of(_order!.Recipe.Stop);
            await Iterate(generator, folder, rule);
            if (rule is { IsMet: true })
                reason = rule.Reason;
            else if (!_length!.IsReached(_latest?.Iteration ?? 0, _round!.RealBatches))
                (state, reason) = (RunState.Stopped, _stopReason!);
        }
        catch (Exception exception)
        {
            string where = _pace is not null && _round?.Turn is { } turn ? $"in iteration {turn.Iteration + 1}: " : string.Empty;
            (state, reason) = (RunState.Failed, where + exception.Message);
            LogFailed(logger, exception, _order!.Run);
        }

        _pace?.Stop();
        try
        {
            await End(generator, discriminator, folder, state, reason);
        }
        catch (Exception exception)
        {
            LogFailed(logger, exception, _order!.Run);
            if (state != RunState.Failed)
                (state, reason) = (RunState.Failed, $"the results could not be written: {exception.Message}");
        }

        folder.Dispose();
        _failure = state == RunState.Failed ? reason : null;
        _state = state;
        _events.Add(number => new EndEvent(number, state, reason));
        DelayDeactivation(TimeSpan.Zero);
    }

    private async Task Iterate(IGeneratorGrain generator, RunFolder folder, FooledRule? rule)
    {
        var recipe = _order!.Recipe;
        int batchesPerEpoch = _started!.Discriminator.BatchesPerEpoch;
        var sheets = new SheetClock(recipe.Samples, batchesPerEpoch);
        var accuracy = new EpochAccuracy(batchesPerEpoch);
        bool last = false;
        for (long iteration = 0; !last && _stopReason is null && rule is not { IsMet: true }; iteration++)
        {
            var row = await _round!.Play(iteration, batchesPerEpoch);
            _latest = row;
            last = _length!.IsReached(row.Iteration, _round.RealBatches);
            folder.Keep(row);
            if (row.Iteration % recipe.Metrics.Every == 0 || last)
            {
                folder.Write(row);
                _events.Add(number => new MetricsEvent(number, row));
            }

            foreach (var decision in _round.Decisions)
                _events.Add(number => new GateEvent(number, decision));
            if (_pace!.Mark(row.Iteration))
                folder.WriteTiming(row.Iteration, _pace);
            rule?.Note(row);
            accuracy.Note(row, _round.RealBatches);
            if (!sheets.IsDue(row.Iteration, _round.RealBatches))
                continue;
            if (recipe.Samples.EveryEpochs is not null)
                Tell(sheets.Epoch, accuracy.Last);
            if (!last)
                await DrawSheet(generator, folder, row.Iteration, sheets.Epoch);
        }
    }

    private void Tell(long epoch, (double Real, double Fake) accuracy) => _events.Add(number =>
    {
        var told = new EpochEvent(number, epoch, accuracy.Real, accuracy.Fake);
        _epochs.Add(told);
        return told;
    });

    private async Task DrawSheet(IGeneratorGrain generator, RunFolder folder, long iteration, long epoch)
    {
        string path = await folder.DrawSheet(await generator.Imagine(folder.SheetCount, _order!.Recipe.Samples.Weights), iteration, epoch);
        _events.Add(number => new SheetEvent(number, iteration, path));
    }

    private async Task End(IGeneratorGrain generator, IDiscriminatorGrain discriminator, RunFolder folder, RunState state, string reason)
    {
        string generatorDigest = "", discriminatorDigest = "";
        ModeCoverage? modes = null;
        if (state != RunState.Failed)
        {
            if (_latest is not null)
                await DrawSheet(generator, folder, _latest.Iteration, _round!.RealBatches / _started!.Discriminator.BatchesPerEpoch);
            await folder.KeepGenerator(await generator.Export(), _latest?.Iteration ?? 0);
            modes = await CountModes(generator);
            generatorDigest = await generator.Digest();
            discriminatorDigest = await discriminator.Digest();
        }

        await folder.Finish(new RunSummary(
            state, reason, _started!, _latest, _pace?.Elapsed ?? TimeSpan.Zero, generatorDigest, discriminatorDigest, _epochs, modes));
        await Task.WhenAll(generator.Release(), discriminator.Release());
    }

    private async Task<ModeCoverage?> CountModes(IGeneratorGrain generator)
    {
        if (_started!.Discriminator.Modes is not { } modes)
            return null;
        var points = await generator.Imagine(ModeCoverage.Samples, _order!.Recipe.Samples.Weights);
        var coverage = ModeCoverage.Of(points.Values.Span, modes.Centres.AsSpan(), modes.StandardDeviation);
        _events.Add(number => new ModesEvent(number, coverage.Captured, coverage.Modes, coverage.HighQuality, coverage.Count));
        return coverage;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run} failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, RunId run);
}
