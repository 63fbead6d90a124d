using System.Collections.Immutable;
using GanActors.Datasets;
using GanActors.Duel;
using GanActors.Engines.Cpu;
using GanActors.Exchange;
using GanActors.Grains.Duel;
using GanActors.Grains.Duel.Studies;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests;

/// <summary>Duels over items of a class.</summary>
public sealed class ConditionalTests : IDisposable
{
    private static readonly Shape Digit = new(1, 28, 28);
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static TheoryData<string> Options => [.. Recipes().Keys];

    [Theory]
    [MemberData(nameof(Options))]
    public Task A_run_repeats_to_the_last_byte_whatever_the_number_of_threads(string option) => WholeRun.AssertRepeats(Recipes()[option], _root);

    [Fact]
    public async Task Fakes_carry_the_classes_they_were_asked_for()
    {
        await using var cluster = await GrainCluster.Start();
        var duel = await TinyDuel.Prepare(cluster, Digits(), Digit);
        var turn = duel.Turn(0, Phase.Discriminator);
        var fakes = await duel.Generator.Forge(turn);
        var counts = (await duel.Discriminator.Prepare(new NetworkOrder(duel.Run, 1, duel.Recipe))).ClassCounts;
        Assert.Equal(256, counts.Sum());
        Assert.Equal(new FakeClasses(duel.Recipe.Run.Seed, counts, duel.Recipe.Batch).Draw(turn.Draw), fakes.Images.Classes.ToArray());
        var next = await duel.Generator.Forge(duel.Turn(0, Phase.Generator));
        Assert.NotEqual(fakes.Images.Classes.ToArray(), next.Images.Classes.ToArray());
    }

    [Fact]
    public async Task The_discriminator_refuses_fakes_of_no_class()
    {
        await using var cluster = await GrainCluster.Start();
        var duel = await TinyDuel.Prepare(cluster, Digits(), Digit);
        var turn = duel.Turn(0, Phase.Discriminator);
        var fakes = await duel.Generator.Forge(turn);
        var fault = await Assert.ThrowsAsync<TurnRefusedException>(
            () => duel.Discriminator.Study(turn, new FakeBatch(fakes.Turn, fakes.Images.Of(default))));
        Assert.EndsWith("was given fakes of no class, and tiny-digits is conditional.", fault.Message, StringComparison.Ordinal);
        await duel.Discriminator.Study(turn, fakes);
    }

    [Fact]
    public async Task The_discriminator_judges_an_item_by_its_class()
    {
        await using var cluster = await GrainCluster.Start();
        var duel = await TinyDuel.Prepare(cluster, Digits(), Digit);
        await duel.PlayIteration(0);
        await duel.Study(1);
        var turn = duel.Turn(1, Phase.Generator);
        var fakes = await duel.Generator.Forge(turn);
        double loss = (await duel.Discriminator.Judge(turn, fakes)).GeneratorLoss;
        var other = turn with { SubStep = 1 };
        byte[] wrong = [.. fakes.Images.Classes.ToArray().Select(given => (byte)((given + 1) % 10))];
        Assert.NotEqual(loss, (await duel.Discriminator.Judge(other, new FakeBatch(other, fakes.Images.Of(wrong)))).GeneratorLoss);
    }

    [Fact]
    public void Classes_are_drawn_as_often_as_the_data_have_them()
    {
        ImmutableArray<int> counts = [30, 0, 10, 0, 60];
        var classes = new FakeClasses(1, counts, 1000);
        int[] drawn = new int[5];
        for (ulong draw = 0; draw < 100; draw++)
        {
            foreach (byte given in classes.Draw(draw))
                drawn[given]++;
        }

        Assert.Equal((0, 0), (drawn[1], drawn[3]));
        Assert.InRange(drawn[0] / 1e5, 0.29, 0.31);
        Assert.InRange(drawn[2] / 1e5, 0.09, 0.11);
        Assert.Equal(classes.Draw(7), new FakeClasses(1, counts, 1000).Draw(7));
        Assert.NotEqual(classes.Draw(7), new FakeClasses(2, counts, 1000).Draw(7));
        Assert.All(new FakeClasses(1, [0, 0, 3], 1000).Draw(1), given => Assert.Equal(2, given));
    }

    [Fact]
    public async Task A_row_of_the_sheet_is_a_class_and_a_column_a_draw_of_noise()
    {
        var recipe = Digits() with { Samples = new SamplesSpec(Every: 5, Rows: 12, Columns: 3) };
        await using var cluster = await GrainCluster.Start();
        var duel = await TinyDuel.Prepare(cluster, recipe, Digit);
        var sheet = await duel.Generator.Imagine(36, WeightsKind.Current);

        // By hand: twelve rows of ten classes need the noise of two rows.
        using var device = new CpuDevice();
        using var network = device.Create(recipe.PlanGenerator(Digit, 10), recipe.Batch, recipe.Run.Seed);
        var noise = new NoiseSource(recipe, 6).Draw(Randomness.StreamPurpose.SampleNoise, 0);
        for (int place = 0; place < 36; place++)
        {
            int row = place / 3, draw = row / 10 * 3 + place % 3;
            var one = new Batch(noise.Item, 1, noise.Values.Slice(draw * noise.Item.Size, noise.Item.Size), new[] { (byte)(row % 10) });
            float[] expected = network.Infer(one).Values.ToArray();
            Assert.Equal(expected, sheet.Values.Slice(place * Digit.Size, Digit.Size).ToArray());
        }

        var real = await duel.Discriminator.Show(36);
        Assert.Equal(Enumerable.Range(0, 36).Select(place => (byte)(place / 3 % 10)), real.Classes.ToArray());
        var dataset = await Data(recipe);
        byte[] label = new byte[1];
        for (int place = 0, item = 0; place < 3; place++, item++)
        {
            for (dataset.GatherLabels([item], label); label[0] != 0; dataset.GatherLabels([item], label))
                item++;
            float[] expected = new float[Digit.Size];
            dataset.Gather([item], PixelRange.Signed, expected);
            Assert.Equal(expected, real.Values.Slice(place * Digit.Size, Digit.Size).ToArray());
        }
    }

    [Fact]
    public async Task Real_batches_come_with_their_own_classes()
    {
        var recipe = Digits();
        var dataset = await Data(recipe);
        var source = new RealSource(recipe, dataset);
        var batches = new RealBatches(dataset, recipe.Batch, recipe.Run.Seed);
        float[] values = new float[recipe.Batch * Digit.Size];
        byte[] classes = new byte[recipe.Batch];
        for (int ordinal = 0; ordinal < 20; ordinal++)
        {
            var batch = source.Next();
            batches.Read(ordinal, values, classes);
            Assert.Equal(classes, batch.Classes.ToArray());
            Assert.Equal(values, batch.Values.ToArray());
        }
    }

    [Fact]
    public async Task Mixed_items_keep_their_classes()
    {
        // A critic that looks at nothing but the class: it gives each class a logit of its own.
        var recipe = Digits(StudyKind.Shuffled);
        recipe = recipe with { Discriminator = recipe.Discriminator with { Layers = [new Flatten(), new ClassInput(), new Dense(1)] } };
        var dataset = await Data(recipe);
        using var device = new CpuDevice();
        using var network = device.Create(recipe.PlanDiscriminator(Digit, 10), Study.PartSize(recipe), 1);
        var state = network.Save();
        float[] weights = new float[794];
        for (int given = 0; given < 10; given++)
            weights[784 + given] = given - 4.5f;
        network.Load(state with
        {
            Tensors = [.. state.Tensors.Select(tensor => tensor.Name switch
            {
                "2.weight" => tensor with { Values = weights },
                "2.bias" => tensor with { Values = new float[1] },
                _ => tensor,
            })],
        });
        var source = new RealSource(recipe, dataset);
        byte[] asked = new FakeClasses(1, source.ClassCounts(), recipe.Batch).Draw(0);
        var fakes = new Batch(Digit, recipe.Batch, new float[recipe.Batch * Digit.Size], asked);
        var verdict = Study.For(recipe, source).Run(network, new Turn(new RunId("mixed"), 1, 0, Phase.Discriminator, 0), fakes);

        byte[] real = new RealSource(recipe, dataset).Next().Classes.ToArray();
        Assert.Equal(real.Count(given => given > 4) / (double)recipe.Batch, verdict.Real!.Accuracy, 1e-9);
        Assert.Equal(asked.Count(given => given <= 4) / (double)recipe.Batch, verdict.Fake!.Accuracy, 1e-9);
    }

    [Fact]
    public async Task The_generator_that_a_run_leaves_can_be_asked_for_a_class()
    {
        await using var cluster = await GrainCluster.Start();
        var recipe = Digits();
        var run = GrainCluster.NewRun();
        string folder = Path.Combine(_root, run.Value);
        var coordinator = cluster.Grains.GetGrain<ICoordinatorGrain>(run.Value);
        await coordinator.StartWhenPossible(new RunOrder(run, recipe, folder, RecipeWriter.Write(recipe)), stop: TestContext.Current.CancellationToken);
        Assert.Null((await WholeRun.Ended(coordinator)).Failure);

        var trained = GeneratorFile.Read(Path.Combine(folder, GeneratorFile.Name));
        Assert.Equal(10, trained.Classes);
        using var device = new CpuDevice();
        using var generator = trained.Build(device, WeightsKind.Current);
        float[] noise = new float[recipe.Noise.Size];
        float[] Asked(byte given) => generator.Infer(new Batch(new Shape(noise.Length), 1, noise, new[] { given })).Values.ToArray();
        Assert.NotEqual(Asked(3), Asked(7));
    }

    private static Recipe Digits(StudyKind study = StudyKind.Combined)
    {
        var digits = TinyRecipes.Digits(study: study);
        return digits with
        {
            Generator = digits.Generator with { Layers = digits.Generator.Layers.Insert(1, new ClassInput(8)) },
            Discriminator = digits.Discriminator with { Layers = digits.Discriminator.Layers.Insert(1, new ClassInput()) },
        };
    }

    private static Dictionary<string, Recipe> Recipes()
    {
        var digits = Digits();
        var recipes = Enum.GetValues<StudyKind>().ToDictionary(study => study.ToString(), Digits);
        recipes["R1 and instance noise"] = digits with { Penalty = new PenaltySpec(PenaltyKind.R1), InstanceNoise = new InstanceNoiseSpec(0.1f) };
        recipes["average"] = digits with
        {
            Generator = digits.Generator with { Average = new AverageSpec(0.9f) },
            Samples = digits.Samples with { Weights = WeightsKind.Average },
        };
        recipes["convolutions and spectral norm"] = digits with
        {
            Discriminator = digits.Discriminator with
            {
                Layers = [new ClassInput(1), new Conv2d(8, 4, 2, Padding.Of(1), SpectralNorm: true), new LeakyRelu(0.2f), new Flatten(), new Dense(1, SpectralNorm: true)],
            },
            Schedule = new ScheduleSpec(Discriminator: 2, Fakes: FakesKind.Reused),
        };
        var ring = TinyRecipes.Ring();
        recipes["points"] = ring with
        {
            Generator = ring.Generator with { Layers = ring.Generator.Layers.Insert(0, new ClassInput()) },
            Discriminator = ring.Discriminator with { Layers = ring.Discriminator.Layers.Insert(0, new ClassInput(3)) },
        };
        return recipes;
    }

    private static Task<IDataset> Data(Recipe recipe) => new DatasetCatalog(DataDirectory.Resolve(), downloads: false).LoadAsync(recipe.Data);
}
