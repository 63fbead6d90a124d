using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests;

/// <summary>What becomes of a run that meets a number that is not finite, as its recipe wants.</summary>
public sealed class DivergenceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_run_rolls_back_to_lower_learning_rates_and_says_so_in_its_history()
    {
        var divergence = new DivergenceSpec(DivergenceAction.RollBack, LearningRateFactor: 1e-16f, Most: 3);
        var (folder, progress) = await Run(divergence);
        Assert.True(progress.Failure is null, progress.Failure);
        Assert.Equal(8, progress.Iterations);
        var notices = progress.Events.OfType<NoticeEvent>().ToList();
        Assert.InRange(notices.Count(notice => notice.Kind == NoticeKinds.RolledBack), 1, 3);
        Assert.Contains(File.ReadLines(Path.Combine(folder, "events.jsonl")), line => line.Contains("rolled_back", StringComparison.Ordinal));
        string[] iterations = [.. File.ReadLines(Path.Combine(folder, "metrics.csv")).Skip(1).Select(line => line.Split(',')[0])];
        Assert.Equal(Enumerable.Range(1, 8).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), iterations);
        Assert.InRange(progress.Latest!.GeneratorLearningRate, 0, 1e15);

        // The recipe as it was asked for stays; the checkpoint has the one in force.
        Assert.Equal(RecipeWriter.Write(Diverging(divergence)), File.ReadAllText(Path.Combine(folder, "recipe.yaml")));
    }

    [Fact]
    public async Task Roll_backs_are_bounded()
    {
        var (_, progress) = await Run(new DivergenceSpec(DivergenceAction.RollBack, LearningRateFactor: 1f, Most: 2));
        Assert.Equal(RunState.Failed, progress.State);
        Assert.Equal(2, progress.Events.OfType<NoticeEvent>().Count(notice => notice.Kind == NoticeKinds.RolledBack));
    }

    [Fact]
    public async Task Steps_are_skipped_and_told_and_too_many_in_a_row_end_the_run()
    {
        var (_, progress) = await Run(new DivergenceSpec(DivergenceAction.Skip, Most: 4));
        Assert.Equal(RunState.Failed, progress.State);
        Assert.Contains("5 steps in a row had to be skipped", progress.Failure, StringComparison.Ordinal);
        Assert.InRange(progress.Events.OfType<NoticeEvent>().Count(notice => notice.Kind == NoticeKinds.Skipped), 5, 8);
    }

    // 1e30 is more than a generator bears.
    private static Recipe Diverging(DivergenceSpec divergence)
    {
        var recipe = TinyRecipes.Ring(iterations: 8);
        return recipe with
        {
            Generator = recipe.Generator with { Optimizer = new OptimizerSpec(OptimizerKind.Sgd, 1e30f) },
            Discriminator = recipe.Discriminator with { Optimizer = new OptimizerSpec(OptimizerKind.Sgd, 0.01f) },
            Checkpoint = new CheckpointSpec(Every: 2, EverySeconds: null),
            Divergence = divergence,
            Samples = recipe.Samples with { Every = 1000 },
        };
    }

    private async Task<(string Folder, RunProgress Progress)> Run(DivergenceSpec divergence)
    {
        await using var cluster = await GrainCluster.Start();
        return await WholeRun.Of(cluster, Diverging(divergence), _root);
    }
}
