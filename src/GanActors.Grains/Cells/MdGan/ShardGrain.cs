using GanActors.Cells;
using GanActors.Checkpoints;
using GanActors.Datasets;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Grains.Devices;
using GanActors.Grains.Duel;
using GanActors.Grains.Duel.Studies;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Cells.MdGan;

/// <inheritdoc cref="IShardGrain"/>
internal sealed class ShardGrain(LanePool lanes, DatasetCatalog catalog, ICheckpointStores stores) : Grain, IShardGrain
{
    private readonly StepPace _pace = new();
    private Seat? _seat;

    /// <inheritdoc/>
    public async Task<CellFacts> Prepare(ShardOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (_seat is { } open && order.Incarnation < open.Order.Incarnation)
            throw new StaleTurnException($"Incarnation {order.Incarnation} of {order.Run} is past: {open.Order.Incarnation} is open.");
        if (_seat?.Order.Incarnation != order.Incarnation)
        {
            _seat?.Dispose();
            _seat = null;
            var data = await catalog.LoadAsync(order.Spec.Basics.Recipe.Data);
            var seat = new Seat(order, lanes, data);
            try
            {
                if (order.From is { } from)
                    seat.Network.Load(await new CheckpointArchive(stores.Open(from.Place.Store)).ReadNetworkAsync(from.Place.Version, PartName(order.Shard)));
            }
            catch
            {
                seat.Dispose();
                throw;
            }

            _seat = seat;
        }

        DelayDeactivation(TimeSpan.MaxValue);
        return _seat.Facts;
    }

    /// <inheritdoc/>
    public async Task<ShardVerdict> Learn(CellTurn turn, Batch studied, Batch judged)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var seat = Admit(turn);
        if (turn.Epoch == seat.Iterations - 1 && seat.Verdict is { } known)
            return known;
        if (turn.Epoch != seat.Iterations)
            throw new StaleTurnException($"{this.GetPrimaryKeyString()} has done {seat.Iterations} iterations; it cannot do number {turn.Epoch + 1}.");
        try
        {
            seat.Verdict = await seat.Lane.Run(_pace, () => seat.Learn(turn.Epoch, studied, judged));
            seat.Iterations++;
            seat.Shown = null;
            return seat.Verdict;
        }
        catch (NonFiniteException exception)
        {
            seat.Broken = true;
            throw new DivergedException($"discriminator {seat.Order.Shard}, iteration {turn.Epoch + 1}: {exception.Message}", exception);
        }
        catch
        {
            seat.Broken = true;
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<Individual> Whole(CellTurn turn)
    {
        var seat = Admit(turn);
        if (seat.Iterations != turn.Epoch)
            throw new NetworkNotReadyException($"{this.GetPrimaryKeyString()} has done {seat.Iterations} iterations, and was asked for {turn.Epoch}.");
        // Kept, so that what others take over is what was here before this one took something over.
        return seat.Shown ??= await seat.Lane.Run(_pace, () => Individuals.Of(seat.Network));
    }

    /// <inheritdoc/>
    public async Task Adopt(CellTurn turn, int from)
    {
        var seat = Admit(turn);
        if (seat.Iterations != turn.Epoch)
            throw new NetworkNotReadyException($"{this.GetPrimaryKeyString()} has done {seat.Iterations} iterations, and was asked for {turn.Epoch}.");
        await Whole(turn);
        var taken = await GrainFactory.GetGrain<IShardGrain>(MemberKeys.OfShard(seat.Order.Run, from)).Whole(turn);
        await seat.Lane.Run(_pace, () =>
        {
            seat.Network.Become(taken);
            return true;
        });
    }

    /// <inheritdoc/>
    public async Task<PartReceipt> Keep(CheckpointPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var seat = Ready();
        var state = await seat.Lane.Run(_pace, seat.Network.Save);
        return await new CheckpointArchive(stores.Open(place.Store)).WriteNetworkAsync(place.Version, PartName(seat.Order.Shard), state);
    }

    /// <inheritdoc/>
    public Task Release()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _seat?.Dispose();
        _seat = null;
        return Task.CompletedTask;
    }

    private static string PartName(int shard) => FormattableString.Invariant($"discriminator-{shard}.safetensors");

    private Seat Ready() => _seat is { Broken: false } seat ? seat : throw new NetworkNotReadyException($"{this.GetPrimaryKeyString()} is not set up.");

    private Seat Admit(CellTurn turn)
    {
        var seat = Ready();
        return turn.Incarnation == seat.Order.Incarnation
            ? seat
            : throw new StaleTurnException($"Incarnation {turn.Incarnation} is not open: {this.GetPrimaryKeyString()} is at {seat.Order.Incarnation}.");
    }

    private sealed class Seat : IDisposable
    {
        private readonly LaneClaim _claim;
        private readonly RealSource _real;
        private readonly Study _study;
        private readonly Judging _judging;

        public Seat(ShardOrder order, LanePool lanes, IDataset whole)
        {
            Order = order;
            Iterations = order.Iterations;
            var basics = order.Spec.Basics;
            var data = DataPart.Shard(whole, order.Shard, order.Spec.Discriminators, basics.Seed);
            // Each has a seed of its own; none is the generator's.
            var recipe = basics.Recipe with { Run = new RunSpec(Epochs: basics.Epochs, Seed: MemberSeeds.Of(basics.Seed, order.Shard + 1)) };
            _real = new RealSource(recipe, data, order.From?.RealBatches ?? 0);
            _study = Study.For(recipe, _real);
            _judging = new Judging(recipe, data.Item);
            _claim = lanes.Claim(MemberLeases.Of(order.Run, order.Shard));
            try
            {
                Network = Lane.Device.Create(recipe.PlanDiscriminator(data.Item), Study.PartSize(recipe), recipe.Run.Seed);
            }
            catch
            {
                _claim.Dispose();
                throw;
            }

            Facts = new CellFacts(
                data.Item, 0, Network.Plan.ParameterCount, Lane.Device.Name, data.Description, basics.EpochBatches ?? _real.BatchesPerEpoch, recipe.Run.Seed);
        }

        public ShardOrder Order { get; }

        public DeviceLane Lane => _claim.Lane;

        public INetwork Network { get; }

        public CellFacts Facts { get; }

        public long Iterations { get; set; }

        public ShardVerdict? Verdict { get; set; }

        public Individual? Shown { get; set; }

        public bool Broken { get; set; }

        public ShardVerdict Learn(long iteration, Batch studied, Batch judged)
        {
            var losses = new EpochLosses();
            for (int step = 0; step < Order.Spec.Steps; step++)
                losses.AddDiscriminator(_study.Run(Network, new Turn(_claim.Run, 1, iteration, Phase.Discriminator, step), studied));
            var judgement = _judging.Run(Network, new Turn(_claim.Run, 1, iteration, Phase.Generator, 0), judged);
            return new ShardVerdict(judgement.GeneratorLoss, losses.Discriminator, judgement.Feedback.Gradient);
        }

        public void Dispose()
        {
            Network.Dispose();
            _claim.Dispose();
        }
    }
}
