using System.Text.Json;
using GanActors.Datasets;
using GanActors.Duel;
using GanActors.Engines.Cpu;
using GanActors.Engines.Losses;
using GanActors.Grains.Duel;
using GanActors.Grains.Duel.Studies;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests;

/// <summary>What steadies a duel: penalties, packs, flips, instance noise, averages, courses of the learning rate.</summary>
public sealed class SteadyingTests : IDisposable
{
    private static readonly Shape Point = new(2);
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static TheoryData<string> Options => [.. Recipes().Keys];

    [Theory]
    [MemberData(nameof(Options))]
    public Task A_run_repeats_to_the_last_byte_whatever_the_number_of_threads(string option) => WholeRun.AssertRepeats(Recipes()[option], _root);

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Judging_leaves_the_discriminator_as_it_was(string option)
    {
        var recipe = Recipes()[option];
        await using var cluster = await GrainCluster.Start();
        var duel = await TinyDuel.Prepare(cluster, recipe, recipe.Data.Name == "ring" ? Point : new Shape(1, 28, 28));
        await duel.Study(0);
        var turn = duel.Turn(0, Phase.Generator);
        string before = await duel.Discriminator.Digest();
        var judgement = await duel.Discriminator.Judge(turn, await duel.Generator.Forge(turn));
        Assert.Equal(before, await duel.Discriminator.Digest());
        Assert.Equal(recipe.Batch, judgement.Feedback.Gradient.Count);
        Assert.Equal(1, (await duel.Generator.Learn(turn, judgement.Feedback)).Step);
    }

    [Theory]
    [InlineData(PenaltyKind.R1)]
    [InlineData(PenaltyKind.WganGp)]
    public async Task A_penalty_is_reported_when_it_is_due_and_not_otherwise(PenaltyKind kind)
    {
        await using var cluster = await GrainCluster.Start();
        var recipe = TinyRecipes.Ring(iterations: 7) with { Penalty = new PenaltySpec(kind, Every: 3) };
        var (folder, _) = await WholeRun.Of(cluster, recipe, _root);
        Assert.Equal([true, false, false, true, false, false, true], Column(folder, "d_penalty").Select(value => value.Length > 0));
        Assert.True(File.Exists(Path.Combine(folder, "penalty.png")));
    }

    [Theory]
    [InlineData(PenaltyKind.R1, 0)]
    [InlineData(PenaltyKind.WganGp, 1)]
    public async Task A_lazy_penalty_under_the_switch_counts_the_iterations_that_feed_what_it_needs(PenaltyKind kind, int first)
    {
        await using var cluster = await GrainCluster.Start();
        var recipe = TinyRecipes.Ring(new ScheduleSpec(Study: StudyKind.Switched), iterations: 9) with { Penalty = new PenaltySpec(kind, Every: 2) };
        var (folder, _) = await WholeRun.Of(cluster, recipe, _root);
        int[] due = [.. Column(folder, "d_penalty").Index().Where(row => row.Item.Length > 0).Select(row => row.Index)];
        Assert.Equal(Enumerable.Range(0, 9).Where(iteration => iteration % 4 == first), due);
    }

    [Fact]
    public async Task A_run_tells_its_learning_rates()
    {
        var schedule = new LearningRateSchedule(LearningRateKind.Linear, 4, 0.5f);
        var recipe = TinyRecipes.Ring(iterations: 6);
        recipe = recipe with { Generator = recipe.Generator with { Optimizer = recipe.Generator.Optimizer with { Schedule = schedule } } };
        await using var cluster = await GrainCluster.Start();
        var (folder, _) = await WholeRun.Of(cluster, recipe, _root);
        Assert.Equal(Enumerable.Repeat("0.01", 6), Column(folder, "d_lr"));
        Assert.Equal(["0.01", "0.00875", "0.0075", "0.00625", "0.005", "0.005"], Column(folder, "g_lr"));
    }

    [Fact]
    public async Task A_run_that_diverges_fails_and_says_where()
    {
        var sgd = new OptimizerSpec(OptimizerKind.Sgd, LearningRate: 10f);
        var recipe = TinyRecipes.Ring(iterations: 1000) with { Loss = new LossSpec(LossKind.LeastSquares) };
        recipe = recipe with { Discriminator = recipe.Discriminator with { Optimizer = sgd } };
        await using var cluster = await GrainCluster.Start();
        var (folder, progress) = await WholeRun.Of(cluster, recipe, _root);
        Assert.Equal(RunState.Failed, progress.State);
        Assert.InRange(progress.Iterations, 0, 500);
        Assert.StartsWith($"in iteration {progress.Iterations + 1}: ", progress.Failure, StringComparison.Ordinal);
        Assert.Matches("of the (discriminator|generator) was not taken: ", progress.Failure);
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "summary.json")));
        Assert.Equal("failed", summary.RootElement.GetProperty("state").GetString());
        Assert.Equal(progress.Failure, summary.RootElement.GetProperty("reason").GetString());
        Assert.Equal(progress.Iterations + 1, File.ReadAllLines(Path.Combine(folder, "metrics.csv")).Length);
    }

    [Theory]
    [InlineData(PenaltyKind.R1)]
    [InlineData(PenaltyKind.WganGp)]
    public async Task A_penalty_brings_the_gradient_where_it_wants_it(PenaltyKind kind)
    {
        var recipe = TinyRecipes.Ring() with { Loss = new LossSpec(LossKind.Wasserstein) };
        double free = await GradientNormAfter(recipe, steps: 150);
        double penalised = await GradientNormAfter(recipe with { Penalty = new PenaltySpec(kind) }, steps: 150);
        Assert.True(free > 2, $"without a penalty the norm is {free}");
        if (kind == PenaltyKind.R1)
            Assert.InRange(penalised, 0, 0.5);
        else
            Assert.InRange(penalised, 0.5, 1.5);
    }

    [Theory]
    [InlineData(StudyKind.Combined)]
    [InlineData(StudyKind.Separate)]
    public async Task A_packing_discriminator_learns_what_one_learns_of_batches_packed_by_hand(StudyKind study)
    {
        var recipe = TinyRecipes.Digits(study: study);
        recipe = recipe with { Discriminator = recipe.Discriminator with { Pack = 2 } };
        var dataset = await Data(recipe);
        using var device = new CpuDevice();
        using var packing = device.Create(recipe.PlanDiscriminator(dataset.Item), recipe.Packs, 1);
        using var plain = device.Create(recipe.PlanDiscriminator(dataset.Item), recipe.Packs, 1);
        Assert.Equal(new Shape(2, 28, 28), plain.Plan.Input);
        var fakes = Fakes(recipe, dataset.Item);
        var turn = new Turn(new RunId("pack"), 1, 0, Phase.Discriminator, 0);

        var verdict = Study.For(recipe, new RealSource(recipe, dataset)).Run(packing, turn, fakes);

        // The first pack is the first two items, one channel after the other.
        var real = Packed(new RealSource(recipe, dataset).Next());
        var gradient = new LogitGradient(recipe.Packs);
        double loss;
        if (study == StudyKind.Combined)
        {
            var both = new LogitGradient(2 * recipe.Packs);
            var logits = plain.ForwardTraining([real, Packed(fakes)], turn.Draw).Values.Span;
            Assert.Equal(2 * recipe.Batch / 2, logits.Length);
            loss = GanLoss.Real(recipe.Loss, logits[..recipe.Packs], both.Values[..recipe.Packs]);
            GanLoss.Fake(recipe.Loss, logits[recipe.Packs..], both.Values[recipe.Packs..]);
            plain.Backward(both.Batch, inputGradient: false);
            plain.Step();
        }
        else
        {
            loss = GanLoss.Real(recipe.Loss, plain.ForwardTraining([real], turn.Draw).Values.Span, gradient.Values);
            plain.Backward(gradient.Batch, inputGradient: false);
            plain.Step();
            GanLoss.Fake(recipe.Loss, plain.ForwardTraining([Packed(fakes)], turn.Draw | (1UL << 63)).Values.Span, gradient.Values);
            plain.Backward(gradient.Batch, inputGradient: false);
            plain.Step();
        }

        Assert.Equal(loss, verdict.Real!.Loss);
        Assert.Equal(NetworkDigest.Of(plain.Save()), NetworkDigest.Of(packing.Save()));

        var generators = turn with { Phase = Phase.Generator };
        var judgement = new Judging(recipe, dataset.Item).Run(packing, generators, fakes);
        GanLoss.Generator(recipe.Loss, plain.Forward([Packed(fakes)], generators.Draw, keepTape: true).Values.Span, gradient.Values);
        Assert.Equal(dataset.Item, judgement.Feedback.Gradient.Item);
        Assert.Equal(plain.InputGradient(gradient.Batch).Values.ToArray(), judgement.Feedback.Gradient.Values.ToArray());
    }

    [Fact]
    public void About_as_many_labels_are_flipped_as_the_recipe_says()
    {
        const float probability = 0.1f;
        var recipe = TinyRecipes.Ring() with { Loss = new LossSpec(FlipLabels: probability) };
        var flips = new LabelFlips(recipe);
        int turns = 2000, flipped = 0, agreeing = 0;
        for (int iteration = 0; iteration < turns; iteration++)
        {
            var turn = new Turn(new RunId("flips"), 1, iteration, Phase.Discriminator, 0);
            bool[] real = flips.Draw(turn, Side.Real).ToArray(), fake = flips.Draw(turn, Side.Fake).ToArray();
            flipped += real.Count(flip => flip);
            agreeing += real.Zip(fake).Count(pair => pair is { First: true, Second: true });
        }

        double count = turns * recipe.Batch;
        Assert.InRange(flipped / count, probability - 0.01, probability + 0.01);
        Assert.InRange(agreeing / count, 0.005, 0.015);
        Assert.True(new LabelFlips(TinyRecipes.Ring()).Draw(default, Side.Real).IsEmpty);
    }

    [Fact]
    public void One_sided_flips_leave_the_labels_of_fakes_alone()
    {
        var recipe = TinyRecipes.Ring() with { Loss = new LossSpec(FlipLabels: 0.35f, FlipSides: LabelSides.One) };
        var flips = new LabelFlips(recipe);
        Assert.Equal(recipe.Batch, flips.Draw(default, Side.Real).Length);
        Assert.True(flips.Draw(default, Side.Fake).IsEmpty);
    }

    [Fact]
    public void Instance_noise_is_as_strong_as_the_recipe_says_and_falls_to_exactly_nothing()
    {
        var item = new Shape(1000);
        var noise = new InstanceNoise(new InstanceNoiseSpec(0.5f, 100), seed: 1, Side.Real, count: 16, item);
        var items = new Batch(item, 16, new float[16_000]);
        foreach (int iteration in new[] { 0, 50, 99 })
        {
            var turn = new Turn(new RunId("noise"), 1, iteration, Phase.Discriminator, 0);
            double square = noise.On(items, turn).Values.ToArray().Average(value => (double)value * value);
            Assert.Equal(0.5 * (100 - iteration) / 100, Math.Sqrt(square), tolerance: 0.01);
        }

        Assert.Same(items, noise.On(items, new Turn(new RunId("noise"), 1, 100, Phase.Discriminator, 0)));
    }

    [Fact]
    public void Real_and_fake_get_noise_of_their_own_anew_in_each_turn()
    {
        var spec = new InstanceNoiseSpec(1f);
        var items = new Batch(Point, 4, new float[8]);
        var turn = new Turn(new RunId("noise"), 1, 3, Phase.Discriminator, 0);
        float[] Drawn(Side side, Turn at) => new InstanceNoise(spec, 1, side, 4, Point).On(items, at).Values.ToArray();
        Assert.Equal(Drawn(Side.Real, turn), Drawn(Side.Real, turn));
        Assert.NotEqual(Drawn(Side.Real, turn), Drawn(Side.Fake, turn));
        Assert.NotEqual(Drawn(Side.Fake, turn), Drawn(Side.Fake, turn with { Phase = Phase.Generator }));
    }

    private static Dictionary<string, Recipe> Recipes()
    {
        var ring = TinyRecipes.Ring();
        var digits = TinyRecipes.Digits();
        var recipes = new Dictionary<string, Recipe>
        {
            ["hinge"] = ring with { Loss = new LossSpec(LossKind.Hinge) },
            ["flips"] = ring with { Loss = new LossSpec(FlipLabels: 0.2f) },
            ["instance noise"] = digits with { InstanceNoise = new InstanceNoiseSpec(0.2f, 4) },
            ["packs"] = digits with { Discriminator = digits.Discriminator with { Pack = 2 } },
            ["shuffled packs"] = digits with { Discriminator = digits.Discriminator with { Pack = 4 }, Schedule = new ScheduleSpec(Study: StudyKind.Shuffled) },
            ["average"] = digits with
            {
                Generator = digits.Generator with { Average = new AverageSpec(0.9f) },
                Samples = digits.Samples with { Weights = WeightsKind.Average },
            },
            ["clipping"] = ring with
            {
                Loss = new LossSpec(LossKind.Wasserstein),
                Discriminator = ring.Discriminator with { WeightClip = 0.1f, Optimizer = new OptimizerSpec(OptimizerKind.RmsProp, ClipNorm: 1f, ClipValue: 0.1f) },
            },
            ["lazy R1"] = ring with { Penalty = new PenaltySpec(PenaltyKind.R1, Every: 2), InstanceNoise = new InstanceNoiseSpec(0.1f) },
            ["packed WGAN-GP"] = ring with
            {
                Discriminator = ring.Discriminator with { Pack = 2 },
                Loss = new LossSpec(LossKind.Wasserstein),
                Penalty = new PenaltySpec(PenaltyKind.WganGp),
                Schedule = new ScheduleSpec(Discriminator: 3),
            },
        };
        foreach (var study in Enum.GetValues<StudyKind>())
            recipes[$"WGAN-GP, {study}"] = TinyRecipes.WganGp(study: study);
        return recipes;
    }

    /// <summary>The values of a column of <c>metrics.csv</c>, as they are written.</summary>
    private static string[] Column(string folder, string name)
    {
        string[][] rows = [.. File.ReadAllLines(Path.Combine(folder, "metrics.csv")).Select(line => line.Split(','))];
        int column = Array.IndexOf(rows[0], name);
        Assert.True(column >= 0, $"no column {name}");
        return [.. rows.Skip(1).Select(row => row[column])];
    }

    /// <summary>The mean norm of the logit's gradient between real items and fakes, after so many studies of a fixed generator.</summary>
    private static async Task<double> GradientNormAfter(Recipe recipe, int steps)
    {
        var dataset = await Data(recipe);
        using var device = new CpuDevice();
        using var network = device.Create(recipe.PlanDiscriminator(dataset.Item), recipe.Packs, 1);
        var real = new RealSource(recipe, dataset);
        var study = Study.For(recipe, real);
        var fakes = Fakes(recipe, dataset.Item);
        for (int i = 0; i < steps; i++)
            study.Run(network, new Turn(new RunId("penalty"), 1, i, Phase.Discriminator, 0), fakes);
        network.Forward([real.Last()], 0, keepTape: true);
        var ones = new LogitGradient(recipe.Batch);
        ones.Values.Fill(1f);
        var gradient = network.InputGradient(ones.Batch).Values.ToArray();
        return gradient.Chunk(dataset.Item.Size).Average(item => Math.Sqrt(item.Sum(value => (double)value * value)));
    }

    private static Batch Fakes(Recipe recipe, Shape item)
    {
        float[] values = new float[recipe.Batch * item.Size];
        for (int i = 0; i < values.Length; i++)
            values[i] = 0.1f * MathF.Sin(i);
        return new Batch(item, recipe.Batch, values);
    }

    private static Batch Packed(Batch items)
    {
        Assert.Equal(new Shape(1, 28, 28), items.Item);
        float[] values = new float[items.Values.Length];
        for (int pack = 0; pack < items.Count / 2; pack++)
        {
            for (int channel = 0; channel < 2; channel++)
                items.Values.Span.Slice((2 * pack + channel) * 784, 784).CopyTo(values.AsSpan((pack * 2 + channel) * 784));
        }

        return new Batch(new Shape(2, 28, 28), items.Count / 2, values);
    }

    private static Task<IDataset> Data(Recipe recipe) =>
        new DatasetCatalog(DataDirectory.Resolve(), downloads: false).LoadAsync(recipe.Data);
}
