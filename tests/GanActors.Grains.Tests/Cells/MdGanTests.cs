using GanActors.Cells;
using GanActors.Datasets;
using GanActors.Grains.Cells;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests.Cells;

/// <summary>One generator against many discriminators.</summary>
public sealed class MdGanTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-md-gan-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task The_same_file_leaves_the_same_bytes_also_when_its_silo_ends_on_the_way()
    {
        var spec = Digits();
        string whole = Path.Combine(_root, "whole"), broken = Path.Combine(_root, "broken");
        await using (var cluster = await GrainCluster.Start(threads: 2))
            AssertCompleted(await TinyGroups.Run(cluster, spec, whole));
        for (int ended = 0; ended < 2; ended++)
        {
            await using var cluster = await GrainCluster.Start();
            var group = await TinyGroups.Start(cluster, spec, broken, RunOpening.Resume);
            await TinyGroups.When(group, progress => progress.Epoch > ended);
        }

        await using (var cluster = await GrainCluster.Start())
            AssertCompleted(await TinyGroups.Run(cluster, spec, broken, RunOpening.Resume));
        TinyGroups.AssertSame(whole, broken);
    }

    [Fact]
    public async Task Discriminators_change_places_all_at_once_every_so_many_epochs()
    {
        await using var cluster = await GrainCluster.Start();
        string folder = Path.Combine(_root, "run");
        AssertCompleted(await TinyGroups.Run(cluster, Digits() with { SwapEvery = 2 }, folder));
        var rows = File.ReadLines(Path.Combine(folder, "cells.csv")).Skip(1).Select(line => line.Split(',')).ToArray();
        foreach (var epoch in rows.GroupBy(row => int.Parse(row[0], System.Globalization.CultureInfo.InvariantCulture)))
        {
            var moves = epoch.Select(row => (To: $"0-{row[2]}", From: row[10])).ToArray();
            Assert.Equal(3, moves.Select(move => move.From).Distinct().Count());
            Assert.All(moves, move => Assert.Equal(epoch.Key % 2 != 0, move.To == move.From));
        }
    }

    [Fact]
    public async Task A_discriminator_that_is_lost_takes_the_group_back_and_nothing_is_different()
    {
        var spec = Digits();
        await using var cluster = await GrainCluster.Start();
        string whole = Path.Combine(_root, "whole"), broken = Path.Combine(_root, "broken");
        AssertCompleted(await TinyGroups.Run(cluster, spec, whole));
        var run = GrainCluster.NewRun();
        var group = cluster.Grains.GetGrain<ICellsGrain>(run.Value);
        await group.Start(new CellsOrder(run, spec, broken));
        await TinyGroups.When(group, progress => progress.Epoch >= 1);
        await cluster.Grains.GetGrain<IShardGrain>(MemberKeys.OfShard(run, 1)).Release();
        AssertCompleted(await TinyGroups.Ended(group));
        TinyGroups.AssertSame(whole, broken);
    }

    [Fact]
    public async Task Shards_have_no_item_in_common()
    {
        var data = await new DatasetCatalog(DataDirectory.Resolve(), downloads: false).LoadAsync("ring", limit: 100, cancellation: TestContext.Current.CancellationToken);
        var seen = new HashSet<(float, float)>();
        for (int shard = 0; shard < 3; shard++)
        {
            var part = DataPart.Shard(data, shard, 3, seed: 9);
            Assert.Equal(33, part.Count);
            float[] values = new float[2 * part.Count];
            part.Gather([.. Enumerable.Range(0, part.Count)], PixelRange.Signed, values);
            Assert.All(values.Chunk(2), point => Assert.True(seen.Add((point[0], point[1]))));
        }
    }

    [Fact]
    public async Task A_share_is_drawn_anew_for_each_seed_and_holds_no_item_twice()
    {
        var data = await new DatasetCatalog(DataDirectory.Resolve(), downloads: false).LoadAsync("ring", limit: 100, cancellation: TestContext.Current.CancellationToken);
        var (one, other) = (Points(DataPart.Share(data, 0.25f, 1)), Points(DataPart.Share(data, 0.25f, 2)));
        Assert.Equal(25, one.Count);
        Assert.Equal(25, other.Count);
        Assert.NotEqual(one, other);
        Assert.Same(data, DataPart.Share(data, 1f, 1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(10, 3)]
    [InlineData(50, 4)]
    public void The_generator_makes_log_n_batches_unless_told_otherwise(int discriminators, int batches)
    {
        Assert.Equal(batches, new MdGanSpec(TinyGroups.Basics(TinyRecipes.Ring(), 1), discriminators).BatchesMade);
        Assert.Equal(1, new MdGanSpec(TinyGroups.Basics(TinyRecipes.Ring(), 1), discriminators, Batches: 1).BatchesMade);
    }

    private static MdGanSpec Digits()
    {
        var basics = TinyGroups.Basics(TinyRecipes.Digits(), epochs: 4);
        return new MdGanSpec(basics with { Recipe = basics.Recipe with { Data = new DataSpec("digits", Limit: 100) } }, Discriminators: 3);
    }

    private static HashSet<(float, float)> Points(IDataset data)
    {
        float[] values = new float[2 * data.Count];
        data.Gather([.. Enumerable.Range(0, data.Count)], PixelRange.Signed, values);
        return [.. values.Chunk(2).Select(point => (point[0], point[1]))];
    }

    private static void AssertCompleted(CellsProgress progress)
    {
        Assert.Null(progress.Failure);
        Assert.Equal(RunState.Completed, progress.State);
    }
}
