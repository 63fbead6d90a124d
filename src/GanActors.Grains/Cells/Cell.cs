using System.Diagnostics;
using GanActors.Cells;
using GanActors.Datasets;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Grains.Devices;
using GanActors.Grains.Duel;
using GanActors.Grains.Duel.Studies;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Grains.Cells;

/// <summary>
/// The networks of one cell and their training. Every random number is a function of the cell's seed and the batch's number, so an epoch is a function of what the
/// neighbourhood was when it began. All work runs on the cell's lane, some batches at a time.
/// </summary>
internal sealed class Cell : IDisposable
{
    private const int BatchesTogether = 8;

    private readonly CellsSpec _spec;
    private readonly CellPlace _place;
    private readonly RunId _run;
    private readonly DeviceLane _lane;
    private readonly StepPace _pace = new() { Expected = TimeSpan.MaxValue };
    private readonly INetwork _generator, _discriminator;
    private readonly SubPopulation _around;
    private readonly FitnessTest _fitness;
    private readonly RealSource _real;
    private readonly NoiseSource _noise;
    private readonly StepGuard _guard;
    private readonly Judging[] _judging;
    private readonly Study[] _studies;

    /// <summary>Builds the networks, with the cell's own seed.</summary>
    /// <param name="spec">The grid.</param>
    /// <param name="place">Which cell.</param>
    /// <param name="run">The name of the cell's turns.</param>
    /// <param name="data">All data; the cell takes its share.</param>
    /// <param name="lane">Where it lives.</param>
    /// <param name="realBatches">Real batches drawn before.</param>
    public Cell(CellsSpec spec, CellPlace place, RunId run, IDataset data, DeviceLane lane, long realBatches)
    {
        _spec = spec;
        _place = place;
        _run = run;
        _lane = lane;
        ulong seed = MemberSeeds.Of(spec.Basics.Seed, spec.Grid.IndexOf(place));
        Recipe = spec.Basics.Recipe with { Run = new RunSpec(Epochs: spec.Basics.Epochs, Seed: seed) };
        Data = DataPart.Share(data, spec.DataShare, seed);
        _real = new RealSource(Recipe, Data, realBatches);
        _noise = new NoiseSource(Recipe, Recipe.Batch);
        _fitness = new FitnessTest(spec.Fitness ?? new FitnessSpec(), Recipe, Data);
        _guard = new StepGuard(Recipe);
        Recipe[] lossy = [.. (spec.Losses.IsDefaultOrEmpty ? [Recipe.Loss.Kind] : spec.Losses).Select(kind => Recipe with { Loss = Recipe.Loss with { Kind = kind } })];
        _judging = [.. lossy.Select(recipe => new Judging(recipe, data.Item))];
        _studies = [.. lossy.Select(recipe => Study.For(recipe, _real))];
        int part = Study.PartSize(Recipe);
        _around = new SubPopulation(lane.Device, Recipe, data.Item, part);
        _generator = lane.Device.Create(Recipe.PlanGenerator(data.Item), Recipe.Batch, seed);
        _discriminator = lane.Device.Create(Recipe.PlanDiscriminator(data.Item), part, seed);
    }

    /// <summary>The recipe with the cell's seed.</summary>
    public Recipe Recipe { get; }

    /// <summary>The cell's share of the data.</summary>
    public IDataset Data { get; }

    /// <summary>Batches in an epoch.</summary>
    public int Batches => _spec.Basics.EpochBatches ?? _real.BatchesPerEpoch;

    /// <summary>Real batches drawn.</summary>
    public long RealBatches => _real.Drawn;

    /// <summary>What it is.</summary>
    public CellFacts Facts => new(
        Data.Item, _generator.Plan.ParameterCount, _discriminator.Plan.ParameterCount, _lane.Device.Name, Data.Description, Batches, Recipe.Run.Seed);

    /// <summary>Copies of both networks, with all that their training needs.</summary>
    public async Task<(Individual Generator, Individual Discriminator)> Copy() =>
        await _lane.Run(_pace, () => (Individuals.Of(_generator), Individuals.Of(_discriminator)));

    /// <summary>Becomes what was copied.</summary>
    public Task Become(Individual generator, Individual discriminator) => TakeOver(generator, discriminator);

    /// <summary>Trains one epoch.</summary>
    /// <param name="epoch">Epochs done before.</param>
    /// <param name="around">What the neighbourhood shows, the cell itself first.</param>
    /// <param name="own">The cell's own networks, whole: what it goes back to if training has not made them fitter.</param>
    /// <param name="whole">Gets a neighbour's network with its moments.</param>
    /// <param name="stop">Breaks off; the networks are then of no use any more.</param>
    /// <exception cref="NonFiniteException">A step met a number that is not finite.</exception>
    public async Task<CellRow> Train(
        long epoch,
        IReadOnlyList<CellSnapshot> around,
        (Individual Generator, Individual Discriminator) own,
        Func<CellSnapshot, NetworkRole, Task<Individual>> whole,
        CancellationToken stop)
    {
        long began = Stopwatch.GetTimestamp();
        var (generators, discriminators) = await _lane.Run(_pace, () =>
        {
            _around.Load(around);
            _fitness.Draw(epoch);
            return _fitness.Of(_around.Generators, _around.Discriminators);
        });
        int bestGenerator = Tournament.Winner(generators, _spec.Tournament, Draw(StreamPurpose.Tournament, 0, epoch));
        int bestDiscriminator = Tournament.Winner(discriminators, _spec.Tournament, Draw(StreamPurpose.Tournament, 1, epoch));
        await TakeOver(
            bestGenerator > 0 ? await whole(around[bestGenerator], NetworkRole.Generator) : null,
            bestDiscriminator > 0 ? await whole(around[bestDiscriminator], NetworkRole.Discriminator) : null);

        var losses = new EpochLosses();
        for (int first = 0; first < Batches; first += BatchesTogether)
        {
            stop.ThrowIfCancellationRequested();
            int count = Math.Min(BatchesTogether, Batches - first);
            await _lane.Run(_pace, () =>
            {
                for (int batch = first; batch < first + count; batch++)
                    TrainBatch(epoch, batch, losses);
                return true;
            });
        }

        stop.ThrowIfCancellationRequested();
        var (trainedGenerator, trainedDiscriminator) = await _lane.Run(
            _pace, () => (_fitness.Of([_generator], _around.Discriminators).Generators[0], _fitness.Of(_around.Generators, [_discriminator]).Discriminators[0]));
        bool replacesGenerator = Replaces(trainedGenerator, generators[0]), replacesDiscriminator = Replaces(trainedDiscriminator, discriminators[0]);
        await TakeOver(replacesGenerator ? null : own.Generator, replacesDiscriminator ? null : own.Discriminator);
        return new CellRow(
            epoch + 1,
            _place,
            losses.Generator,
            losses.Discriminator,
            replacesGenerator ? trainedGenerator : generators[0],
            replacesDiscriminator ? trainedDiscriminator : discriminators[0],
            _generator.LearningRate,
            _discriminator.LearningRate,
            around[bestGenerator].Place,
            around[bestDiscriminator].Place,
            replacesGenerator,
            replacesDiscriminator,
            Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _around.Dispose();
        _generator.Dispose();
        _discriminator.Dispose();
    }

    private async Task TakeOver(Individual? generator, Individual? discriminator) => await _lane.Run(_pace, () =>
    {
        if (generator is not null)
            _generator.Become(generator);
        if (discriminator is not null)
            _discriminator.Become(discriminator);
        return true;
    });

    private static int Below(int count, uint word) => (int)(word * (ulong)count >> 32);

    private bool Replaces(double trained, double own) => _spec.Replacement == ReplacementKind.Always || trained < own;

    private RandomStream Draw(StreamPurpose purpose, ushort index, long draw) => new(Recipe.Run.Seed, purpose, index, (ulong)draw);

    private void TrainBatch(long epoch, int batch, EpochLosses losses)
    {
        long number = (epoch * Batches) + batch;
        var chance = Draw(StreamPurpose.Opponents, 0, number).Block(0);
        // Whom a tournament has selected are each other's opponents; without one, opponents come from the whole neighbourhood.
        int opponents = _spec.Tournament > 1 ? 1 : _around.Generators.Count;
        int rival = Below(opponents, chance.Word0), forger = Below(opponents, chance.Word1), loss = Below(_judging.Length, chance.Word2);
        _generator.LearningRate = LearningRateMutation.Of(
            _spec.Mutation, _generator.LearningRate, Recipe.Generator.Optimizer.LearningRate, Draw(StreamPurpose.Mutation, 0, number));
        _discriminator.LearningRate = LearningRateMutation.Of(
            _spec.Mutation, _discriminator.LearningRate, Recipe.Discriminator.Optimizer.LearningRate, Draw(StreamPurpose.Mutation, 1, number));

        // The cell's own networks are in training; those of its neighbours stay as they were when the epoch began.
        var turn = new Turn(_run, 1, number, Phase.Generator, 0);
        var fakes = _generator.ForwardTraining([_noise.Draw(StreamPurpose.Noise, turn.Draw)], turn.Draw);
        var judgement = _judging[loss].Run(rival == 0 ? _discriminator : _around.Discriminators[rival], turn, fakes);
        _generator.Backward(judgement.Feedback.Gradient, inputGradient: false);
        _guard.Step(_generator);
        losses.AddGenerator(judgement.GeneratorLoss);

        if (batch % (_spec.DiscriminatorSkips + 1) != 0)
            return;
        turn = turn with { Phase = Phase.Discriminator };
        var noise = _noise.Draw(StreamPurpose.Noise, turn.Draw);
        var made = (forger == 0 ? _generator : _around.Generators[forger]).Forward([noise], turn.Draw, keepTape: false);
        losses.AddDiscriminator(_studies[loss].Run(_discriminator, turn, made));
    }
}
