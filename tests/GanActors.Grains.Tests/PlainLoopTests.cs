using GanActors.Datasets;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Engines.Losses;
using GanActors.Grains.Duel;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Grains.Tests;

/// <summary>The duel is training as everyone knows it: the grains change where it happens, not what happens.</summary>
public sealed class PlainLoopTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public static TheoryData<string, Recipe> Duels => new()
    {
        { "plain", TinyRecipes.Digits(iterations: 10) },
        { "WGAN-GP", TinyRecipes.WganGp(iterations: 10) },
    };

    [Theory]
    [MemberData(nameof(Duels))]
    public async Task A_run_through_the_actors_ends_with_the_weights_of_a_plain_loop(string name, Recipe recipe)
    {
        var (generator, discriminator) = await PlainLoop(recipe);

        await using var cluster = await GrainCluster.Start();
        var (folder, progress) = await WholeRun.Of(cluster, recipe, _root);
        Assert.True(progress.Failure is null, $"{name}: {progress.Failure}");
        string summary = File.ReadAllText(Path.Combine(folder, "summary.json"));
        Assert.Contains(NetworkDigest.Of(generator[^1]), summary, StringComparison.Ordinal);
        Assert.Contains(NetworkDigest.Of(discriminator), summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Samples_of_the_average_are_those_of_weights_averaged_by_hand()
    {
        const float decay = 0.9f, rampUp = 4f;
        var recipe = TinyRecipes.Digits(iterations: 8);
        recipe = recipe with { Generator = recipe.Generator with { Average = new AverageSpec(decay, rampUp) } };
        var (states, _) = await PlainLoop(recipe);

        // average = d average + (1 - d) weights after every step, from the initial weights on.
        StateTensor[] weights = [.. states[0].Tensors.Where(tensor => tensor.Name.EndsWith(".weight", StringComparison.Ordinal) || tensor.Name.EndsWith(".bias", StringComparison.Ordinal))
            .Where(tensor => !tensor.Name.StartsWith("average.", StringComparison.Ordinal))];
        var averages = weights.ToDictionary(tensor => tensor.Name, tensor => tensor.Values.ToArray());
        for (int step = 1; step < states.Count; step++)
        {
            double d = Math.Min(decay, (1.0 + step) / (rampUp + step));
            foreach (var tensor in states[step].Tensors.Where(tensor => averages.ContainsKey(tensor.Name)))
            {
                float[] average = averages[tensor.Name];
                for (int i = 0; i < average.Length; i++)
                    average[i] = (float)(d * average[i] + (1 - d) * tensor.Values.Span[i]);
            }
        }

        var item = new Shape(1, 28, 28);
        using var device = new CpuDevice(1);
        using var averaged = device.Create(recipe.PlanGenerator(item), recipe.Batch, recipe.Run.Seed);
        averaged.Load(states[^1] with
        {
            Tensors = [.. states[^1].Tensors.Select(tensor => averages.TryGetValue(tensor.Name, out float[]? values) ? tensor with { Values = values } : tensor)],
        });
        var expected = averaged.Infer(new NoiseSource(recipe, 9).Draw(StreamPurpose.SampleNoise, 0)).Values;

        await using var cluster = await GrainCluster.Start();
        var duel = await TinyDuel.Prepare(cluster, recipe, item);
        for (long iteration = 0; iteration < recipe.Run.Iterations; iteration++)
            await duel.PlayIteration(iteration);
        float[] current = (await duel.Generator.Imagine(9, WeightsKind.Current)).Values.ToArray();
        float[] average9 = (await duel.Generator.Imagine(9, WeightsKind.Average)).Values.ToArray();
        Assert.True(Farthest(current, average9) > 1e-3);
        Assert.InRange(Farthest(expected.Span, average9), 0, 1e-5);
    }

    private static double Farthest(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double farthest = 0;
        for (int i = 0; i < a.Length; i++)
            farthest = Math.Max(farthest, Math.Abs(a[i] - b[i]));
        return farthest;
    }

    // Algorithm 1 of Goodfellow et al., 2014, on the bare engine: no grain, no turn but for its draw number.
    private static async Task<(List<NetworkState> Generator, NetworkState Discriminator)> PlainLoop(Recipe recipe)
    {
        var dataset = await new DatasetCatalog(DataDirectory.Resolve(), downloads: false).LoadAsync(recipe.Data);
        using var device = new CpuDevice(1);
        using var generator = device.Create(recipe.PlanGenerator(dataset.Item), recipe.Batch, recipe.Run.Seed);
        using var discriminator = device.Create(recipe.PlanDiscriminator(dataset.Item), recipe.Batch, recipe.Run.Seed);
        var batches = new RealBatches(dataset, recipe.Batch, recipe.Run.Seed);
        float[] noise = new float[recipe.Batch * recipe.Noise.Size], pixels = new float[recipe.Batch * dataset.Item.Size];
        float[] gradient = new float[2 * recipe.Batch];
        var one = new Shape(1);
        List<NetworkState> states = [generator.Save()];

        for (long iteration = 0; iteration < recipe.Run.Iterations; iteration++)
        {
            var turn = new Turn(new RunId("plain"), 1, iteration, Phase.Discriminator, 0);
            var fakes = generator.Forward([Noise(turn)], turn.Draw, keepTape: false);
            batches.Read(iteration, pixels);
            var real = new Batch(dataset.Item, recipe.Batch, pixels);
            var logits = discriminator.ForwardTraining([real, fakes], turn.Draw).Values.Span;
            GanLoss.Real(recipe.Loss, logits[..recipe.Batch], gradient.AsSpan(0, recipe.Batch), 1f);
            GanLoss.Fake(recipe.Loss, logits[recipe.Batch..], gradient.AsSpan(recipe.Batch), 1f);
            discriminator.Backward(new Batch(one, 2 * recipe.Batch, gradient), inputGradient: false);
            if (recipe.Penalty is { } penalty)
                AddPenalty(discriminator, penalty, real, fakes, turn, recipe.Run.Seed);
            discriminator.Step();

            turn = turn with { Phase = Phase.Generator };
            fakes = generator.ForwardTraining([Noise(turn)], turn.Draw);
            logits = discriminator.Forward([fakes], turn.Draw, keepTape: true).Values.Span;
            GanLoss.Generator(recipe.Loss, logits, gradient.AsSpan(0, recipe.Batch), 1f);
            generator.Backward(discriminator.InputGradient(new Batch(one, recipe.Batch, gradient.AsMemory(0, recipe.Batch))), inputGradient: false);
            generator.Step();
            states.Add(generator.Save());
        }

        return (states, discriminator.Save());

        Batch Noise(Turn turn)
        {
            new RandomStream(recipe.Run.Seed, StreamPurpose.Noise, 0, turn.Draw).Normal(noise);
            return new Batch(new Shape(recipe.Noise.Size), recipe.Batch, noise);
        }
    }

    // Algorithm 1 of Gulrajani et al., 2017: points at random shares of the way from fakes to real items.
    private static void AddPenalty(INetwork discriminator, PenaltySpec penalty, Batch real, Batch fakes, Turn turn, ulong seed)
    {
        int size = real.Item.Size;
        float[] shares = new float[real.Count], points = new float[real.Count * size], direction = new float[real.Count * size];
        new RandomStream(seed, StreamPurpose.Interpolation, 0, turn.Draw).Uniform(shares);
        for (int i = 0; i < points.Length; i++)
        {
            float fake = fakes.Values.Span[i];
            points[i] = fake + shares[i / size] * (real.Values.Span[i] - fake);
        }

        discriminator.ForwardTraining([new Batch(real.Item, real.Count, points)], turn.Draw | (1UL << 62));
        var ones = new Batch(new Shape(1), real.Count, Enumerable.Repeat(1f, real.Count).ToArray());
        GradientPenalty.Of(penalty, discriminator.InputGradient(ones), direction);
        discriminator.BackwardInputGradient(ones, new Batch(real.Item, real.Count, direction));
    }
}
