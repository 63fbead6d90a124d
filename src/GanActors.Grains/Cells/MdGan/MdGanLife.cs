using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;
using GanActors.Cells;
using GanActors.Checkpoints;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Exchange;
using GanActors.Grains.Devices;
using GanActors.Grains.Evaluations;
using GanActors.Grains.Runs;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Cells.MdGan;

/// <summary>
/// One generator against many discriminators (Hardy, Le Merrer and Sericola, "MD-GAN", 2019). An epoch is one pass of a discriminator over its shard; after every
/// epoch there is a checkpoint, and what fails goes back to the newest.
/// </summary>
internal sealed class MdGanLife : GroupLife
{
    private readonly MdGanSpec _spec;
    private readonly IGrainFactory _grains;
    private readonly LanePool _lanes;
    private readonly EvaluationLane _lane;
    private FeedbackGenerator? _generator;
    private GroupFolder? _folder;
    private ImmutableArray<CellFacts> _facts = [];
    private CellRow?[] _rows;
    private long _epoch, _furthest, _drawn = -1;

    public MdGanLife(CellsOrder order, MdGanSpec spec, IGrainFactory grains, LanePool lanes, EvaluationLane lane, ICheckpointStores stores, TimeProvider clock)
        : base(order, stores, clock)
    {
        _spec = spec;
        _grains = grains;
        _lanes = lanes;
        _lane = lane;
        _rows = new CellRow?[spec.Discriminators];
    }

    /// <inheritdoc/>
    protected override long Epoch => _epoch;

    /// <inheritdoc/>
    protected override ImmutableArray<CellStanding> Standings =>
        [.. _rows.Select((row, shard) => new CellStanding(new CellPlace(0, shard), _epoch, row, Mixture: null))];

    private int Batches => _facts[0].Batches;

    private string DataInWords => string.Join("; ", _facts.Select(facts => facts.Data));

    /// <inheritdoc/>
    protected override async Task<CellFacts> Begin()
    {
        await Restore();
        return _facts[0] with { GeneratorParameters = _generator!.Parameters };
    }

    /// <inheritdoc/>
    protected override async Task Train()
    {
        await DrawIfDue();
        while (_epoch < Basics.Epochs && GoesOn)
        {
            try
            {
                await TrainEpoch();
            }
            catch (Exception fault) when (IsSurvived(fault))
            {
                await Restore();
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task Finish(JsonObject summary)
    {
        _folder!.Keep(await Trained(), GeneratorFile.Name);
        summary["generator_batches"] = _spec.BatchesMade;
        summary["swap_every"] = _spec.SwapEvery;
        _folder.FlushToDisk();
        _folder.KeepSummary(Text(summary));
    }

    /// <inheritdoc/>
    protected override Task BreakOff() => Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task Release() => await Task.WhenAll(Enumerable.Range(0, _spec.Discriminators).Select(shard => Shard(shard).Release()));

    /// <inheritdoc/>
    protected override void Close()
    {
        _folder?.Dispose();
        _generator?.Dispose();
        _generator = null;
    }

    private IShardGrain Shard(int shard) => _grains.GetGrain<IShardGrain>(MemberKeys.OfShard(Order.Run, shard));

    private Task<T[]> All<T>(Func<int, Task<T>> question) => Task.WhenAll(Enumerable.Range(0, _spec.Discriminators).Select(question));

    private async Task Restore()
    {
        var latest = await Archive.LatestAsync();
        foreach (var skipped in latest.Skipped)
            Notice(NoticeKinds.CheckpointFault, $"checkpoint {skipped.Version} is passed over: {skipped.Reason}");
        await OpenIncarnation(latest.Manifest is null ? "from the beginning" : $"from checkpoint {latest.Manifest.Version}");
        _epoch = latest.Manifest?.Version.Iteration ?? 0;
        var memory = latest.Manifest is { } manifest ? GroupMemory.Of<MdGanMemory>(manifest, Archive.Location) : null;
        long iterations = memory?.Iterations ?? 0;
        var from = latest.Manifest is null ? null : new RestorePoint(new CheckpointPlace(Archive.Location, latest.Manifest.Version), iterations * _spec.Steps);
        _facts = [.. await All(shard => Shard(shard).Prepare(new ShardOrder(Order.Run, Incarnation, _spec, shard, from, iterations)))];
        if (memory is not null && memory.Data != DataInWords)
            throw new CheckpointException(Archive.Location, $"the group learned from {memory.Data}, and here is {DataInWords}; bring back the same data");
        _generator?.Dispose();
        _generator = null;
        _generator = new FeedbackGenerator(_spec, Order.Run, _facts[0].Item, _lanes);
        if (from is not null)
            await _generator.Load(await Archive.ReadNetworkAsync(from.Place.Version, CheckpointArchive.Generator));
        _rows = memory is null ? new CellRow?[_spec.Discriminators] : [.. memory.Rows];
        _folder?.Dispose();
        _folder = new GroupFolder(Order.Folder, _spec, _epoch, (epoch, _) => epoch <= _epoch);
        foreach (var row in _rows)
        {
            if (row is not null)
                _folder.Write(row);
        }
    }

    private async Task TrainEpoch()
    {
        long began = Stopwatch.GetTimestamp();
        var losses = new (double Generator, double Discriminator)[_spec.Discriminators];
        for (int batch = 0; batch < Batches; batch++)
        {
            if (Leaving)
                throw new OperationCanceledException();
            long iteration = (_epoch * Batches) + batch;
            var forged = await _generator!.Forge(iteration);
            var verdicts = await All(shard =>
            {
                var (studied, judged) = _generator.For(shard, forged);
                return Shard(shard).Learn(new CellTurn(Incarnation, iteration), studied, judged);
            });
            await _generator.Learn(verdicts, forged);
            for (int shard = 0; shard < verdicts.Length; shard++)
                losses[shard] = (losses[shard].Generator + verdicts[shard].GeneratorLoss, losses[shard].Discriminator + verdicts[shard].DiscriminatorLoss);
        }

        long done = _epoch + 1;
        int[] from = [.. Enumerable.Range(0, _spec.Discriminators)];
        if (_spec.SwapEvery is { } every && done % every == 0 && _spec.Discriminators > 1)
            await Swap(from, done);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        _rows = [.. losses.Select((loss, shard) => Row(done, shard, from[shard], loss.Generator / Batches, loss.Discriminator / Batches, seconds))];
        foreach (var row in _rows)
            _folder!.Write(row!);
        _folder!.FlushToDisk();
        await Keep(done);
        _epoch = done;
        if (_epoch > _furthest)
        {
            _furthest = _epoch;
            Forgive();
        }

        await DrawIfDue();
    }

    private CellRow Row(long epoch, int shard, int from, double generator, double discriminator, double seconds)
    {
        var optimizers = (Generator: Basics.Recipe.Generator.Optimizer, Discriminator: Basics.Recipe.Discriminator.Optimizer);
        var place = new CellPlace(0, shard);
        return new CellRow(
            epoch, place, generator, discriminator, double.NaN, double.NaN, optimizers.Generator.LearningRate, optimizers.Discriminator.LearningRate,
            new CellPlace(0, 0), new CellPlace(0, from), true, true, seconds);
    }

    /// <summary>Every discriminator goes to another shard, all along one random cycle, so that none stays and no two meet.</summary>
    private async Task Swap(int[] from, long epoch)
    {
        var order = new KeyedPermutation(new RandomStream(Basics.Seed, StreamPurpose.Opponents, 1, (ulong)epoch), _spec.Discriminators);
        for (int place = 0; place < from.Length; place++)
            from[order[(place + 1) % from.Length]] = order[place];
        var turn = new CellTurn(Incarnation, epoch * Batches);
        await All(shard => Shard(shard).Whole(turn));
        await Task.WhenAll(from.Select((other, shard) => Shard(shard).Adopt(turn, other)));
    }

    private async Task Keep(long epoch)
    {
        var version = new CheckpointVersion(epoch, Incarnation);
        var place = new CheckpointPlace(Archive.Location, version);
        var discriminators = await All(shard => Shard(shard).Keep(place));
        var generator = await Archive.WriteNetworkAsync(version, CheckpointArchive.Generator, await _generator!.Save());
        var memory = new MdGanMemory(DataInWords, epoch * Batches, [.. _rows.OfType<CellRow>()]);
        await Archive.CommitAsync(new CheckpointManifest(
            Order.Run, version, DateTimeOffset.UtcNow, SummaryJson.Product, RecipeWriter.Write(_generator.Recipe),
            ImmutableSortedDictionary<string, double>.Empty, [generator, .. discriminators], SavedState.Of(memory)));
        await Archive.SweepAsync(new CheckpointRetention(Basics.Keep));
    }

    private async Task DrawIfDue()
    {
        if (_epoch == _drawn || (_epoch % Basics.SheetsEvery != 0 && _epoch != Basics.Epochs))
            return;
        _drawn = _epoch;
        var trained = await Trained();
        TellSheet(await _lane.Run(device =>
        {
            using var network = trained.Build(device, WeightsKind.Current);
            int count = Basics.Recipe.Samples.Rows * Basics.Recipe.Samples.Columns;
            var items = network.Infer(LatentNoise.ForSamples(Basics.Recipe.Noise, Basics.Seed, count));
            return _folder!.KeepSheet(new RunPictures(_generator!.Recipe, _facts[0].Item).Sheet(items), _epoch);
        }));
    }

    private async Task<TrainedGenerator> Trained()
    {
        var individual = Individuals.Of(await _generator!.Save(), learningRate: 0).Light();
        var recipe = _generator.Recipe with
        {
            Generator = _generator.Recipe.Generator with { Average = null },
            Samples = _generator.Recipe.Samples with { Weights = WeightsKind.Current },
        };
        return TrainedGenerator.Of(
            recipe, RecipeWriter.Write(recipe), _facts[0].Item, individual.Steps, new GeneratorWeights(individual.Steps, individual.Tensors, Classes: 0));
    }
}
