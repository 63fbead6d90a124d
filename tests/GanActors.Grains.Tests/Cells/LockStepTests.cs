using GanActors.Cells;
using GanActors.Engines.Cpu;
using GanActors.Exchange;
using GanActors.Grains.Cells;
using GanActors.Grains.Devices;
using GanActors.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace GanActors.Grains.Tests.Cells;

/// <summary>Grids whose cells go from epoch to epoch together: functions of their file alone.</summary>
public sealed class LockStepTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-cells-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("ring")]
    [InlineData("digits")]
    public async Task A_grid_leaves_the_same_bytes_on_one_lane_and_on_two(string name)
    {
        var spec = name == "ring" ? TinyGroups.Ring() : TinyGroups.Digits();
        string one = Path.Combine(_root, "one"), two = Path.Combine(_root, "two");
        await using (var cluster = await GrainCluster.Start(threads: 2))
            AssertCompleted(await TinyGroups.Run(cluster, spec, one));
        await using (var cluster = await GrainCluster.Start(
            () => new CpuDevice(1), services => services.AddSingleton(_ => new LanePool([new CpuDevice(1), new CpuDevice(1)]))))
            AssertCompleted(await TinyGroups.Run(cluster, spec, two));
        TinyGroups.AssertSame(one, two);
        Assert.Equal((spec.Members * 4) + 1, File.ReadLines(Path.Combine(one, "cells.csv")).Count());
        Assert.Equal(name == "ring" ? 1 : 7, File.ReadLines(Path.Combine(one, "mixtures.csv")).Count());
    }

    [Theory]
    [InlineData("ring")]
    [InlineData("digits")]
    public async Task A_grid_whose_silo_ends_in_the_middle_of_an_epoch_goes_on_bit_for_bit(string name)
    {
        var spec = name == "ring" ? TinyGroups.Ring(epochs: 6) : TinyGroups.Digits();
        string whole = Path.Combine(_root, "whole"), broken = Path.Combine(_root, "broken");
        await using (var cluster = await GrainCluster.Start())
            AssertCompleted(await TinyGroups.Run(cluster, spec, whole));
        for (int ended = 0; ended < 3; ended++)
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
    public async Task A_cell_that_is_lost_comes_back_from_its_checkpoint_and_nothing_is_different()
    {
        var spec = TinyGroups.Ring(epochs: 6);
        await using var cluster = await GrainCluster.Start();
        string whole = Path.Combine(_root, "whole"), broken = Path.Combine(_root, "broken");
        AssertCompleted(await TinyGroups.Run(cluster, spec, whole));
        var run = GrainCluster.NewRun();
        var group = cluster.Grains.GetGrain<ICellsGrain>(run.Value);
        await group.Start(new CellsOrder(run, spec, broken));
        await TinyGroups.When(group, progress => progress.Epoch >= 1);
        await cluster.Grains.GetGrain<ICellGrain>(MemberKeys.OfCell(run, new CellPlace(1, 1))).Release();
        var ended = await TinyGroups.Ended(group);
        AssertCompleted(ended);
        Assert.Contains(ended.Events.OfType<NoticeEvent>(), notice => notice.Kind == NoticeKinds.Restored);
        TinyGroups.AssertSame(whole, broken);
    }

    [Fact]
    public async Task A_grid_that_was_stopped_can_be_made_longer()
    {
        var spec = TinyGroups.Ring();
        await using var cluster = await GrainCluster.Start();
        string whole = Path.Combine(_root, "whole"), longer = Path.Combine(_root, "longer");
        AssertCompleted(await TinyGroups.Run(cluster, spec, whole));
        AssertCompleted(await TinyGroups.Run(cluster, TinyGroups.Ring(epochs: 2), longer));
        AssertCompleted(await TinyGroups.Run(cluster, spec, longer, RunOpening.Resume));
        TinyGroups.AssertSame(whole, longer);
    }

    [Fact]
    public async Task Without_exchange_every_cell_is_the_grid_of_one_cell_with_its_seed()
    {
        var spec = TinyGroups.Digits(epochs: 3, ExchangeKind.None);
        await using var cluster = await GrainCluster.Start();
        string grid = Path.Combine(_root, "grid");
        AssertCompleted(await TinyGroups.Run(cluster, spec, grid));
        foreach (var place in spec.Grid.Cells)
        {
            ulong seed = MemberSeeds.Of(spec.Basics.Seed, spec.Grid.IndexOf(place));
            string alone = Path.Combine(_root, $"alone-{place}");
            var single = spec with { Basics = spec.Basics with { Seed = seed }, Grid = new CellGrid(1, 1), Exchange = ExchangeKind.LockStep };
            AssertCompleted(await TinyGroups.Run(cluster, single, alone));
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(grid, "generators", $"{place}.safetensors")), File.ReadAllBytes(Path.Combine(alone, GeneratorFile.Name)));
            Assert.Equal(Figures(grid, place), Figures(alone, new CellPlace(0, 0)));
        }
    }

    [Fact]
    public async Task A_grid_that_exchanges_does_not_train_the_isolated_networks()
    {
        await using var cluster = await GrainCluster.Start();
        string together = Path.Combine(_root, "together"), alone = Path.Combine(_root, "alone");
        AssertCompleted(await TinyGroups.Run(cluster, TinyGroups.Ring(), together));
        AssertCompleted(await TinyGroups.Run(cluster, TinyGroups.Ring(exchange: ExchangeKind.None), alone));
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(together, GeneratorFile.Name)), File.ReadAllBytes(Path.Combine(alone, GeneratorFile.Name)));
    }

    [Fact]
    public async Task No_two_cells_begin_with_the_same_weights()
    {
        await using var cluster = await GrainCluster.Start();
        var run = GrainCluster.NewRun();
        var spec = TinyGroups.Ring();
        var first = new HashSet<float>();
        foreach (var place in spec.Grid.Cells)
        {
            var cell = cluster.Grains.GetGrain<ICellGrain>(MemberKeys.OfCell(run, place));
            await cell.Prepare(new CellOrder(run, 1, spec, place, Path.Combine(_root, place.ToString())));
            Assert.True(first.Add((await cell.Snapshot(0)).Generator.Tensors[0].Values.Values.Span[0]));
            await cell.Release();
        }
    }

    [Fact]
    public async Task A_grid_is_not_resumed_as_another()
    {
        await using var cluster = await GrainCluster.Start();
        string folder = Path.Combine(_root, "grid");
        AssertCompleted(await TinyGroups.Run(cluster, TinyGroups.Ring(epochs: 1), folder));
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => TinyGroups.Run(cluster, TinyGroups.Ring() with { Tournament = 3 }, folder, RunOpening.Resume));
        Assert.Contains("tournament: 2", fault.Message, StringComparison.Ordinal);
        fault = await Assert.ThrowsAnyAsync<Exception>(() => TinyGroups.Run(cluster, TinyGroups.Ring(), folder));
        Assert.Contains("choose another folder", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cells_that_wait_for_nobody_all_come_to_their_end()
    {
        var spec = TinyGroups.Digits(exchange: ExchangeKind.Asynchronous);
        string folder = Path.Combine(_root, "grid");
        await using (var cluster = await GrainCluster.Start())
        {
            var group = await TinyGroups.Start(cluster, spec, folder);
            await TinyGroups.When(group, progress => progress.Epoch >= 1);
        }

        await using (var cluster = await GrainCluster.Start())
            AssertCompleted(await TinyGroups.Run(cluster, spec, folder, RunOpening.Resume));
        Assert.Equal((3 * 4) + 1, File.ReadLines(Path.Combine(folder, "cells.csv")).Count());
        Assert.True(File.Exists(Path.Combine(folder, "best-mixture.png")));
    }

    private static void AssertCompleted(CellsProgress progress)
    {
        Assert.Null(progress.Failure);
        Assert.Equal(RunState.Completed, progress.State);
        Assert.All(progress.Members, member => Assert.Equal(progress.Epochs, member.Epoch));
    }

    // All but the places, and whose networks were trained on, which are places, too.
    private static string[] Figures(string folder, CellPlace place) =>
    [
        .. File.ReadLines(Path.Combine(folder, "cells.csv")).Skip(1).Select(line => line.Split(','))
            .Where(row => row[1] == $"{place.Row}" && row[2] == $"{place.Column}")
            .Select(row => string.Join(',', row[0], string.Join(',', row[3..9]), string.Join(',', row[11..]))),
    ];
}
