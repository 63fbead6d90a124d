using GanActors.Sweeps;

namespace GanActors.Grains.Tests.Sweeps;

/// <summary>What finished trials leave in memory; by itself, for the heap is everybody's.</summary>
[Collection(nameof(SweepMemoryTests))]
public sealed class SweepMemoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_finished_trial_leaves_its_figures_and_no_more()
    {
        const int trials = 60;
        await using var cluster = await GrainCluster.Start();
        await Sweep(20, "first");
        // What trials leave is left by those of every round; pools, caches and what ends late come and go between them.
        long least = long.MaxValue;
        for (int round = 0; round < 4 && least >= 8_192; round++)
        {
            long before = GC.GetTotalMemory(forceFullCollection: true);
            await Sweep(trials, $"round-{round}");
            least = Math.Min(least, (GC.GetTotalMemory(forceFullCollection: true) - before) / trials);
        }

        Assert.True(least < 8_192, $"{least} bytes a trial");

        async Task Sweep(int count, string folder)
        {
            var progress = await TinySweeps.Run(cluster, TinySweeps.Of(TinySweeps.Random, count, iterations: 4), Path.Combine(_root, folder));
            Assert.True(progress.State == SweepState.Completed, progress.Reason);
            // What the cluster keeps for tests to look at.
            cluster.Calls.Clear();
        }
    }

    /// <summary>Nothing runs beside it.</summary>
    [CollectionDefinition(nameof(SweepMemoryTests), DisableParallelization = true)]
    public sealed class Alone;
}
