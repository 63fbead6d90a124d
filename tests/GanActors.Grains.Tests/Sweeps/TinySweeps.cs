using System.Collections.Immutable;
using GanActors.Recipes;
using GanActors.Sweeps;

namespace GanActors.Grains.Tests.Sweeps;

/// <summary>Sweeps small enough to run whole in a test: of the tiny ring, by the generator's loss.</summary>
internal static class TinySweeps
{
    public static readonly SearchSpace Rates = new(
    [
        new Parameter("generator.optimizer.lr", new LogUniformDistribution(1e-4, 1e-1)),
        new Parameter("discriminator.optimizer.lr", new LogUniformDistribution(1e-4, 1e-1)),
    ]);

    public static SweepSpec Of(SchedulerSpec scheduler, int trials = 6, long iterations = 8, SearchSpace? space = null, ObjectiveSpec? objective = null) => new(
        "tiny",
        "for tests",
        RecipeWriter.Write(TinyRecipes.Ring(iterations: iterations)),
        space ?? Rates,
        objective ?? new ObjectiveSpec("g_loss", Minimize: true),
        scheduler,
        new BudgetSpec(trials, iterations));

    public static SchedulerSpec Random { get; } = new SearchSpec(new RandomSamplerSpec());

    public static SchedulerSpec Halving(bool asynchronous) => new HalvingSpec(new RandomSamplerSpec(), 2, [2, 4, 8], asynchronous);

    public static SchedulerSpec Population { get; } = new PopulationSpec(4, 0.25, 0.25, [0.8, 1.2]);

    /// <summary>Runs a sweep to its end, or until it is broken off after a look.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="spec">The sweep.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="resume">Whether to go on with what is there.</param>
    /// <param name="parallel">Runs at once.</param>
    /// <param name="stopAfter">Runs measured after which it is broken off; null to let it end.</param>
    public static async Task<SweepProgress> Run(GrainCluster cluster, SweepSpec spec, string folder, bool resume = false, int? parallel = 2, int? stopAfter = null)
    {
        string id = GrainCluster.NewRun().Value;
        var grain = cluster.Grains.GetGrain<ISweepGrain>(id);
        var progress = await grain.Start(new SweepOrder(id, spec, folder, resume, parallel));
        while (progress.State is SweepState.New or SweepState.Running or SweepState.Paused)
        {
            if (stopAfter is { } measured && progress.Trials.Sum(trial => trial.Reports.Length) >= measured)
                await grain.Stop("the test breaks it off");
            await Task.Delay(5, TestContext.Current.CancellationToken);
            progress = await grain.Watch();
        }

        return progress;
    }

    public static string Board(string folder) => File.ReadAllText(Path.Combine(folder, SweepFiles.Leaderboard));

    /// <summary>Every time a run was measured, as <c>trial/seed after iterations</c>.</summary>
    public static ImmutableArray<string> Measured(string folder) =>
    [
        .. GanActors.Grains.Sweeps.SweepJournal.Read(Path.Combine(folder, SweepFiles.Journal))
            .OfType<GanActors.Grains.Sweeps.Measured>().Select(line => $"{line.Trial}/{line.Seed} after {line.Iteration}"),
    ];
}
