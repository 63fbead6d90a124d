using GanActors.Checkpoints;
using GanActors.Datasets;
using GanActors.Duel;
using GanActors.Grains.Devices;
using GanActors.Grains.Duel.Studies;
using GanActors.Meters;
using GanActors.Networks;
using GanActors.Recipes;
using Orleans.Placement;

namespace GanActors.Grains.Duel;

/// <inheritdoc cref="IDiscriminatorGrain"/>
[Immovable]
internal sealed class DiscriminatorGrain(ISiloHere here, LanePool lanes, DatasetCatalog catalog, ICheckpointStores stores, SiloMeters meters)
    : Grain, IDiscriminatorGrain
{
    private readonly StepPace
        _studyPace = new(meters.Step(NetworkRole.Discriminator, Phase.Discriminator, NetworkCommand.Study)),
        _assessPace = new(meters.Step(NetworkRole.Discriminator, Phase.Discriminator, NetworkCommand.Assess)),
        _judgePace = new(meters.Step(NetworkRole.Discriminator, Phase.Generator, NetworkCommand.Judge));

    private Seat? _seat;

    /// <inheritdoc/>
    public async Task<DiscriminatorReady> Prepare(NetworkOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (NetworkSeat.Misplaced(order, here) is { } misplaced)
        {
            // It moves, and does not just end: a silo that has sent here before would send here again, and have it come to life here for ever.
            using (here.Toward(order.Place!.Value.Silo))
                MigrateOnIdle();
            throw misplaced;
        }

        if (_seat is null || !_seat.Network.Serves(order))
        {
            _seat?.Network.Dispose();
            _seat = null;
            var recipe = order.Recipe;
            var dataset = await catalog.LoadAsync(recipe.Data);
            int classes = recipe.IsConditional ? dataset.Classes : 0;
            var plan = recipe.PlanDiscriminator(dataset.Item, classes);
            var network = await NetworkSeat.SetUp(order, plan, Studies.Study.PartSize(recipe), lanes, stores);
            _seat = new Seat(network, recipe, dataset, order.From?.RealBatches ?? 0, meters);
        }

        DelayDeactivation(NetworkSeat.Abandoned);
        return new DiscriminatorReady(
            _seat.Dataset.Item,
            _seat.Network.Frozen.Plan.ParameterCount,
            _seat.Network.Device,
            _seat.Real.BatchesPerEpoch,
            _seat.Dataset.Description,
            _seat.Recipe.IsConditional ? _seat.Real.ClassCounts() : [],
            ModesOf(_seat.Dataset));
    }

    /// <inheritdoc/>
    public async Task<Verdict> Study(Turn turn, FakeBatch? fakes)
    {
        using var span = DuelTrace.Received(NetworkCommand.Study, turn);
        var seat = Admit(turn);
        var network = seat.Network.Thaw(turn);
        if (seat.Studied.TryRecall(turn, out var known))
            return known.Learned ? known : throw new TurnRefusedException($"In turn {turn} the discriminator has looked on: it does not study in it, too.");
        CheckOrder(seat, turn);
        Check(seat, turn, fakes);

        var verdict = await seat.Network.Run(_studyPace, () => seat.Study.Run(network, turn, fakes?.Images));
        return seat.Studied.Remember(turn, verdict);
    }

    /// <inheritdoc/>
    public async Task<Verdict> Assess(Turn turn, FakeBatch? fakes)
    {
        using var span = DuelTrace.Received(NetworkCommand.Assess, turn);
        var seat = Admit(turn);
        if (turn.Phase != Phase.Discriminator)
            throw new TurnRefusedException($"In turn {turn} the discriminator judges; it looks on in its own phase.");
        if (seat.Studied.TryRecall(turn, out var known))
            return known.Learned ? throw new TurnRefusedException($"In turn {turn} the discriminator has studied: it does not look on in it, too.") : known;
        CheckOrder(seat, turn);
        Check(seat, turn, fakes);

        var verdict = await seat.Network.Run(_assessPace, () => seat.Study.Assess(seat.Network.Frozen, turn, fakes?.Images));
        return seat.Studied.Remember(turn, verdict);
    }

    /// <inheritdoc/>
    public async Task<Judgement> Judge(Turn turn, FakeBatch fakes)
    {
        ArgumentNullException.ThrowIfNull(fakes);
        using var span = DuelTrace.Received(NetworkCommand.Judge, turn);
        var seat = Admit(turn);
        if (turn.Phase != Phase.Generator)
            throw new TurnRefusedException($"In turn {turn} the discriminator studies; it judges in the generator's phase.");
        if (seat.Judged.TryRecall(turn, out var known))
            return known;
        CheckOrder(seat, turn);
        Check(seat, turn, fakes);

        var judgement = await seat.Network.Run(_judgePace, () => seat.Judging.Run(seat.Network.Frozen, turn, fakes.Images));
        return seat.Judged.Remember(turn, judgement);
    }

    /// <inheritdoc/>
    public Task<Batch> Show(int count)
    {
        var seat = Ready();
        return Task.FromResult(seat.Recipe.IsConditional
            ? seat.Real.ByClass(new SheetPlaces(seat.Recipe.Samples.Columns, seat.Dataset.Classes, count))
            : seat.Real.First(count));
    }

    /// <inheritdoc/>
    public Task<long> Iterations() => Task.FromResult(Ready().Network.Iterations);

    /// <inheritdoc/>
    public Task<PartReceipt> Keep(CheckpointPlace place) => Ready().Network.Keep(place, stores);

    /// <inheritdoc/>
    public Task<string> Digest() => Ready().Network.Digest();

    /// <inheritdoc/>
    public Task Release()
    {
        // Its lane is wanted by others at once.
        _seat?.Network.Dispose();
        _seat = null;
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _seat?.Network.Dispose();
        _seat = null;
        return Task.CompletedTask;
    }

    private static MixtureModes? ModesOf(IDataset dataset) => dataset is MixtureDataset { Mixture: var mixture }
        ? new MixtureModes(mixture.Coordinates, mixture.StandardDeviation)
        : null;

    // A network that was set up again by an order that came late, in the middle of an iteration, has not met the turns before.
    private static void CheckOrder(Seat seat, Turn turn)
    {
        bool follows = turn.Phase == Phase.Generator ? seat.Studied.Last?.Iteration == turn.Iteration
            : turn.SubStep == 0 || seat.Studied.Last == turn with { SubStep = turn.SubStep - 1 };
        if (!follows)
            throw new NetworkNotReadyException($"Turn {turn} is ahead of this network, which has not had the one before.");
    }

    private static void Check(Seat seat, Turn turn, FakeBatch? fakes)
    {
        if (fakes is null)
        {
            if (seat.Recipe.Schedule.FeedsFakes(turn.Iteration))
                throw new TurnRefusedException($"Turn {turn} needs fakes to study, and was given none.");
            return;
        }

        if (fakes.Turn.Run != turn.Run || fakes.Turn.Incarnation != turn.Incarnation || fakes.Turn.Iteration != turn.Iteration)
            throw new StaleTurnException($"Turn {turn} was given fakes of {fakes.Turn}.");
        if (fakes.Images.Item != seat.Dataset.Item || fakes.Images.Count != seat.Recipe.Batch)
            throw new TurnRefusedException($"Turn {turn} was given {fakes.Images}, not {seat.Recipe.Batch} x {seat.Dataset.Item}.");
        if (seat.Recipe.IsConditional && fakes.Images.Classes.IsEmpty)
            throw new TurnRefusedException($"Turn {turn} was given fakes of no class, and {seat.Recipe.Name} is conditional.");
    }

    private Seat Ready() => _seat ?? throw new NetworkNotReadyException($"The discriminator of {this.GetPrimaryKeyString()} is not set up.");

    private Seat Admit(Turn turn)
    {
        var seat = Ready();
        seat.Network.Admit(turn);
        return seat;
    }

    // Everything that belongs to one incarnation, so that a new one forgets the old one's answers.
    private sealed class Seat
    {
        public Seat(NetworkSeat network, Recipe recipe, IDataset dataset, long realBatches, SiloMeters meters)
        {
            Network = network;
            Recipe = recipe;
            Dataset = dataset;
            Real = new RealSource(recipe, dataset, realBatches);
            Study = Studies.Study.For(recipe, Real);
            Judging = new Judging(recipe, dataset.Item);
            Studied = new TurnMemory<Verdict>(meters, NetworkRole.Discriminator);
            Judged = new TurnMemory<Judgement>(meters, NetworkRole.Discriminator);
        }

        public NetworkSeat Network { get; }

        public Recipe Recipe { get; }

        public IDataset Dataset { get; }

        public RealSource Real { get; }

        public Study Study { get; }

        public Judging Judging { get; }

        public TurnMemory<Verdict> Studied { get; }

        public TurnMemory<Judgement> Judged { get; }
    }
}
