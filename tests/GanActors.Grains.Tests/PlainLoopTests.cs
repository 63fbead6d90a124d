using GanActors.Datasets;
using GanActors.Duel;
using GanActors.Engines.Cpu;
using GanActors.Engines.Losses;
using GanActors.Grains.Duel;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests;

/// <summary>The duel is training as everyone knows it: the grains change where it happens, not what happens.</summary>
public sealed class PlainLoopTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_run_through_the_actors_ends_with_the_weights_of_a_plain_loop()
    {
        var recipe = TinyRecipes.Digits(iterations: 10);
        var (generator, discriminator) = await PlainLoop(recipe);

        await using var cluster = await GrainCluster.Start();
        var run = GrainCluster.NewRun();
        string folder = Path.Combine(_root, run.Value);
        var coordinator = cluster.Grains.GetGrain<ICoordinatorGrain>(run.Value);
        await coordinator.Start(new RunOrder(run, recipe, folder, "name: x\n"));
        while ((await coordinator.Watch(0)).State is RunState.New or RunState.Running)
            await Task.Yield();

        string summary = File.ReadAllText(Path.Combine(folder, "summary.json"));
        Assert.Contains(generator, summary, StringComparison.Ordinal);
        Assert.Contains(discriminator, summary, StringComparison.Ordinal);
    }

    // Algorithm 1 of Goodfellow et al., 2014, on the bare engine: no grain, no turn but for its draw number.
    private static async Task<(string Generator, string Discriminator)> PlainLoop(Recipe recipe)
    {
        var dataset = await new DatasetCatalog(DataDirectory.Resolve(), downloads: false).LoadAsync(recipe.Data.Name, recipe.Data.Limit);
        using var device = new CpuDevice(1);
        using var generator = device.Create(recipe.PlanGenerator(dataset.Item), recipe.Batch, recipe.Run.Seed);
        using var discriminator = device.Create(recipe.PlanDiscriminator(dataset.Item), recipe.Batch, recipe.Run.Seed);
        var batches = new RealBatches(dataset, recipe.Batch, recipe.Run.Seed);
        float[] noise = new float[recipe.Batch * recipe.Noise.Size], pixels = new float[recipe.Batch * dataset.Item.Size];
        float[] gradient = new float[2 * recipe.Batch];
        var one = new Shape(1);

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
            discriminator.Step();

            turn = turn with { Phase = Phase.Generator };
            fakes = generator.ForwardTraining([Noise(turn)], turn.Draw);
            logits = discriminator.Forward([fakes], turn.Draw, keepTape: true).Values.Span;
            GanLoss.Generator(recipe.Loss, logits, gradient.AsSpan(0, recipe.Batch), 1f);
            generator.Backward(discriminator.InputGradient(new Batch(one, recipe.Batch, gradient.AsMemory(0, recipe.Batch))), inputGradient: false);
            generator.Step();
        }

        return (NetworkDigest.Of(generator.Save()), NetworkDigest.Of(discriminator.Save()));

        Batch Noise(Turn turn)
        {
            new RandomStream(recipe.Run.Seed, StreamPurpose.Noise, 0, turn.Draw).Normal(noise);
            return new Batch(new Shape(recipe.Noise.Size), recipe.Batch, noise);
        }
    }
}
