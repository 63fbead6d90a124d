using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests;

/// <summary>A run from its start to its end.</summary>
internal static class WholeRun
{
    /// <summary>Runs a recipe; its results lie in a new folder under <paramref name="root"/>.</summary>
    public static async Task<(string Folder, RunProgress Progress)> Of(GrainCluster cluster, Recipe recipe, string root)
    {
        var run = GrainCluster.NewRun();
        string folder = Path.Combine(root, run.Value);
        var coordinator = cluster.Grains.GetGrain<ICoordinatorGrain>(run.Value);
        await coordinator.StartWhenPossible(new RunOrder(run, recipe, folder, RecipeWriter.Write(recipe)), stop: TestContext.Current.CancellationToken);
        return (folder, await Ended(coordinator));
    }

    /// <summary>Runs a recipe that does not fail.</summary>
    /// <returns>The folder of its results.</returns>
    public static async Task<string> Completed(GrainCluster cluster, Recipe recipe, string root)
    {
        var (folder, progress) = await Of(cluster, recipe, root);
        Assert.True(progress.Failure is null, progress.Failure);
        return folder;
    }

    /// <summary>How a run stands when it has ended.</summary>
    public static async Task<RunProgress> Ended(ICoordinatorGrain coordinator)
    {
        RunProgress progress;
        do
        {
            await Task.Yield();
            progress = await coordinator.Watch(0);
        }
        while (progress.State is RunState.New or RunState.Running);
        return progress;
    }

    /// <summary>A recipe and seed leave the same bytes when it is run again, and with two threads.</summary>
    public static async Task AssertRepeats(Recipe recipe, string root)
    {
        string one, two, again;
        await using (var cluster = await GrainCluster.Start(threads: 1))
        {
            one = await Completed(cluster, recipe, root);
            again = await Completed(cluster, recipe, root);
        }

        await using (var cluster = await GrainCluster.Start(threads: 2))
            two = await Completed(cluster, recipe, root);

        AssertSame(one, again, "between two equal runs");
        AssertSame(one, two, "between one thread and two");
    }

    /// <summary>Two runs left the same bytes.</summary>
    /// <param name="expected">The folder of the one.</param>
    /// <param name="actual">Of the other.</param>
    /// <param name="where">Between which runs a file differs, in words.</param>
    public static void AssertSame(string expected, string actual, string where)
    {
        string[] files = [.. Comparable(expected)];
        Assert.Contains("metrics.csv", files);
        foreach (string file in files)
            Assert.True(File.ReadAllBytes(Path.Combine(expected, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, file))), $"{file} differs {where}");
    }

    /// <summary>The files of a run that do not depend on the clock, nor on how often it was set up.</summary>
    public static IEnumerable<string> Comparable(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file))
        .Where(file => file is not ("timings.csv" or "summary.json" or "events.jsonl")
            && !file.StartsWith("checkpoints", StringComparison.Ordinal) && !file.StartsWith("run.", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
