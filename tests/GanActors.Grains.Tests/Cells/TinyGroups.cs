using GanActors.Cells;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests.Cells;

/// <summary>Groups small enough to run whole in a test.</summary>
internal static class TinyGroups
{
    /// <summary>A grid of two by three cells on the ring, with everything that a cell can do to be different from the next.</summary>
    public static CellsSpec Ring(int epochs = 4, ExchangeKind exchange = ExchangeKind.LockStep) => new(
        Basics(TinyRecipes.Ring(), epochs),
        new CellGrid(2, 3),
        exchange,
        new FitnessSpec(Sample: 32),
        Mutation: new MutationSpec(Probability: 0.5f, Scale: 0.01f),
        Losses: [LossKind.Saturating, LossKind.LeastSquares, LossKind.NonSaturating],
        DataShare: 0.5f);

    /// <summary>A grid of built-in digits, with mixtures.</summary>
    public static CellsSpec Digits(int epochs = 4, ExchangeKind exchange = ExchangeKind.LockStep) => new(
        Basics(TinyRecipes.Digits(), epochs),
        new CellGrid(1, 3, Neighbourhood.Ring),
        exchange,
        new FitnessSpec(Sample: 32),
        Losses: [LossKind.NonSaturating],
        Mixture: new MixtureSpec(Every: 2, Generations: 20, Samples: 64));

    public static GroupBasics Basics(Recipe recipe, int epochs) => new(
        "tiny", "for tests", recipe with { Samples = new SamplesSpec(Every: 1, Rows: 2, Columns: 2) }, epochs, EpochBatches: 6, Seed: 5, SheetsEvery: 2);

    /// <summary>Trains a group in a folder to its end.</summary>
    public static async Task<CellsProgress> Run(GrainCluster cluster, GroupSpec spec, string folder, RunOpening opening = RunOpening.New)
    {
        var group = await Start(cluster, spec, folder, opening);
        return await Ended(group);
    }

    /// <summary>Starts a group in a folder.</summary>
    public static async Task<ICellsGrain> Start(GrainCluster cluster, GroupSpec spec, string folder, RunOpening opening = RunOpening.New)
    {
        var run = GrainCluster.NewRun();
        var group = cluster.Grains.GetGrain<ICellsGrain>(run.Value);
        await group.Start(new CellsOrder(run, spec, folder, opening));
        return group;
    }

    /// <summary>How a group stands when it has ended.</summary>
    public static Task<CellsProgress> Ended(ICellsGrain group) => When(group, progress => progress.State is not (RunState.New or RunState.Running));

    /// <summary>How a group stands when it has come so far.</summary>
    public static async Task<CellsProgress> When(ICellsGrain group, Predicate<CellsProgress> reached)
    {
        CellsProgress progress;
        do
        {
            await Task.Yield();
            progress = await group.Watch(0);
        }
        while (!reached(progress));
        return progress;
    }

    /// <summary>Two folders hold the same, as far as it does not depend on the clock.</summary>
    public static void AssertSame(string whole, string other)
    {
        string[] files = [.. Comparable(whole)];
        Assert.Contains("cells.csv", files);
        Assert.Equal(files, Comparable(other));
        Assert.All(files, file => Assert.True(
            File.ReadAllBytes(Path.Combine(whole, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(other, file))), $"{file} differs"));
    }

    private static IEnumerable<string> Comparable(string folder) => WholeRun.Comparable(folder).Where(file => !file.Contains("checkpoints", StringComparison.Ordinal));
}
