using System.Collections.Immutable;
using GanActors.Checkpoints;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Exchange;
using GanActors.Grains.Devices;
using GanActors.Meters;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;
using Orleans.Placement;

namespace GanActors.Grains.Duel;

/// <inheritdoc cref="IGeneratorGrain"/>
[Immovable]
internal sealed class GeneratorGrain(ISiloHere here, LanePool lanes, ICheckpointStores stores, SiloMeters meters) : Grain, IGeneratorGrain
{
    private readonly StepPace
        _frozenForgePace = new(meters.Step(NetworkRole.Generator, Phase.Discriminator, NetworkCommand.Forge)),
        _forgePace = new(meters.Step(NetworkRole.Generator, Phase.Generator, NetworkCommand.Forge)),
        _learnPace = new(meters.Step(NetworkRole.Generator, Phase.Generator, NetworkCommand.Learn)),
        _imaginePace = new();

    private Seat? _seat;

    /// <inheritdoc/>
    public async Task<GeneratorReady> Prepare(NetworkOrder order, Shape item, ImmutableArray<int> classCounts)
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
            var plan = order.Recipe.PlanGenerator(item, classCounts.Length);
            _seat = new Seat(await NetworkSeat.SetUp(order, plan, order.Recipe.Batch, lanes, stores), order.Recipe, classCounts, meters);
        }

        DelayDeactivation(NetworkSeat.Abandoned);
        return new GeneratorReady(_seat.Network.Frozen.Plan.ParameterCount, _seat.Network.Device);
    }

    /// <inheritdoc/>
    public async Task<FakeBatch> Forge(Turn turn)
    {
        using var span = DuelTrace.Received(NetworkCommand.Forge, turn);
        var seat = Admit(turn);
        if (seat.Forged.TryRecall(turn, out var known))
            return known;
        if (turn is { Phase: Phase.Generator, SubStep: > 0 } && seat.Learned.Last != turn with { SubStep = turn.SubStep - 1 })
            throw new NetworkNotReadyException($"Turn {turn} is ahead of this network, which has not learned in the one before.");

        byte[]? classes = seat.Classes?.Draw(turn.Draw);
        var images = await seat.Network.Run(turn.Phase == Phase.Generator ? _forgePace : _frozenForgePace, () =>
        {
            var noise = seat.Noise.Draw(StreamPurpose.Noise, turn.Draw).Of(classes);
            return turn.Phase == Phase.Generator
                ? seat.Network.Thaw(turn).ForwardTraining([noise], turn.Draw)
                : seat.Network.Frozen.Forward([noise], turn.Draw, keepTape: false);
        });
        return seat.Forged.Remember(turn, new FakeBatch(turn, images.Of(classes).Roundable()));
    }

    /// <inheritdoc/>
    public async Task<UpdateReport> Learn(Turn turn, GradientFeedback feedback)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        using var span = DuelTrace.Received(NetworkCommand.Learn, turn);
        var seat = Admit(turn);
        var network = seat.Network.Thaw(turn);
        if (seat.Learned.TryRecall(turn, out var known))
            return known;
        if (seat.Forged.Last != turn || feedback.Turn != turn)
        {
            throw new StaleTurnException(
                $"Turn {turn} cannot learn from feedback on {feedback.Turn}: the batch on the tape is {seat.Forged.Last?.ToString() ?? "none"}.");
        }

        var report = await seat.Network.Run(_learnPace, () =>
        {
            network.Backward(feedback.Gradient, inputGradient: false);
            return seat.Guard.Step(network);
        });
        return seat.Learned.Remember(turn, new UpdateReport(turn, report.Step, report.GradientNorm, report.LearningRate, seat.Guard.Told()));
    }

    /// <inheritdoc/>
    public async Task<Batch> Imagine(int count, WeightsKind weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var seat = Ready();
        var noise = SheetNoise(seat, count);
        return await seat.Network.Run(_imaginePace, () => seat.Network.Frozen.Infer(noise, weights));
    }

    /// <inheritdoc/>
    public async Task<GeneratorWeights> Export()
    {
        var network = Ready().Network;
        var state = await network.Save();
        return new GeneratorWeights(
            state.Steps,
            [
                .. state.Tensors
                    .Where(tensor => !tensor.Name.StartsWith(TrainedGenerator.OptimizerPrefix, StringComparison.Ordinal))
                    .Select(tensor => new NamedTensor(tensor.Name, new Batch(tensor.Shape, 1, tensor.Values))),
            ],
            network.Frozen.Plan.Classes);
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

    private static Batch SheetNoise(Seat seat, int count)
    {
        var recipe = seat.Recipe;
        if (seat.Network.Frozen.Plan.Classes is not (var classes and > 0))
            return LatentNoise.ForSamples(recipe.Noise, recipe.Run.Seed, count);
        var places = new SheetPlaces(recipe.Samples.Columns, classes, count);
        return places.Noise(LatentNoise.ForSamples(recipe.Noise, recipe.Run.Seed, places.Draws));
    }

    private Seat Ready() => _seat ?? throw new NetworkNotReadyException($"The generator of {this.GetPrimaryKeyString()} is not set up.");

    private Seat Admit(Turn turn)
    {
        var seat = Ready();
        seat.Network.Admit(turn);
        return seat;
    }

    // Everything that belongs to one incarnation, so that a new one forgets the old one's answers.
    private sealed class Seat(NetworkSeat network, Recipe recipe, ImmutableArray<int> classCounts, SiloMeters meters)
    {
        public NetworkSeat Network { get; } = network;

        public Recipe Recipe { get; } = recipe;

        public NoiseSource Noise { get; } = new(recipe, recipe.Batch);

        public StepGuard Guard { get; } = new(recipe);

        public FakeClasses? Classes { get; } = recipe.IsConditional ? new FakeClasses(recipe.Run.Seed, classCounts, recipe.Batch) : null;

        public TurnMemory<FakeBatch> Forged { get; } = new(meters, NetworkRole.Generator);

        public TurnMemory<UpdateReport> Learned { get; } = new(meters, NetworkRole.Generator);
    }
}
