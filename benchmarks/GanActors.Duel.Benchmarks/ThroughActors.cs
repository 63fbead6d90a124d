using System.Globalization;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Duel.Benchmarks;

/// <summary>The same training through the three grains, figures and files included.</summary>
internal sealed class ThroughActors(IGrainFactory grains, Recipe recipe, string root, string name = "bench")
{
    private int _runs;

    /// <summary>
    /// Iterations per second of a run of so many, from the first line of its <c>timings.csv</c>, after a second, to the last: what a run does once, in its first iteration and for its
    /// last pictures, is no part of an iteration. A run of less than two seconds is taken whole.
    /// </summary>
    public async Task<double> Measure(int iterations)
    {
        var progress = await Run(recipe, iterations);
        double[][] marks = [.. File.ReadLines(Path.Combine(root, $"{name}-{_runs}", "timings.csv")).Skip(1)
            .Select(line => line.Split(',').Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray())];
        return marks.Length < 2 ? progress.Iterations / progress.Elapsed.TotalSeconds : (marks[^1][0] - marks[0][0]) / (marks[^1][1] - marks[0][1]);
    }

    /// <summary>A whole run of a recipe, all its events told.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<RunProgress> Run(Recipe recipe, int iterations)
    {
        var run = new RunId($"{name}-{++_runs}");
        var order = recipe with { Run = recipe.Run with { Iterations = iterations }, Samples = recipe.Samples with { Every = iterations } };
        var coordinator = grains.GetGrain<ICoordinatorGrain>(run.Value);
        await coordinator.StartWhenPossible(new RunOrder(run, order, Path.Combine(root, run.Value), RecipeWriter.Write(order)));
        RunProgress progress;
        do
        {
            await Task.Delay(50);
            progress = await coordinator.Watch(long.MaxValue - 1);
        }
        while (progress.State is RunState.New or RunState.Running);
        return progress.Failure is null ? await coordinator.Watch(0) : throw new InvalidOperationException(progress.Failure);
    }
}
