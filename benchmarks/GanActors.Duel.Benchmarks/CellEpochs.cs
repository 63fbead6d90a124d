using System.Globalization;
using GanActors.Cells;
using GanActors.Recipes;
using GanActors.Runs;
using GanActors.Server;

namespace GanActors.Duel.Benchmarks;

/// <summary>
/// Seconds of a cell's epoch on the networks and batches of Lipizzaner's MNIST grid: everything a cell does but mixtures, with its checkpoint. The published runs took 22 to 38.
/// The wall time is that of the whole grid divided by its cells: on several lanes cells train at once, and a cell's own epoch is longer for it shares its lane.
/// </summary>
internal static class CellEpochs
{
    /// <summary>Trains the shipped grid for some epochs; the first, which builds and warms up, does not count.</summary>
    public static async Task Measure(LocalSilo silo, string root, int side, int epochs)
    {
        string[] overrides = [FormattableString.Invariant($"grid=[{side}, {side}]"), FormattableString.Invariant($"epochs={epochs + 1}"), "mixture=none", "sheets.every=1000"];
        string path = Path.Combine(RecipeLibrary.Shipped.Folder, "sweeps", "cells-3x3-mnist.yaml");
        var document = CellsReader.Read(await File.ReadAllTextAsync(path), path, RecipeLibrary.Shipped, overrides);
        var run = new RunId("cells");
        string folder = Path.Combine(root, run.Value);
        var group = silo.Grains.GetGrain<ICellsGrain>(run.Value);
        var started = await group.Start(new CellsOrder(run, document.Spec, folder));
        CellsProgress progress;
        var began = TimeSpan.Zero;
        long counted = -1;
        do
        {
            await Task.Delay(5);
            progress = await group.Watch(0);
            if (counted < 0 && progress.Epoch >= 1)
                (began, counted) = (progress.Elapsed, progress.Epoch);
        }
        while (progress.Epoch < progress.Epochs && progress.State == RunState.Running);
        if (progress.Failure is { } failure)
            throw new InvalidOperationException(failure);
        double wall = (progress.Elapsed - began).TotalSeconds / ((progress.Epochs - counted) * document.Spec.Members);
        double[] each = [.. File.ReadLines(Path.Combine(folder, "timings.csv")).Skip(1).Select(line => line.Split(','))
            .Where(row => row[0] != "1").Select(row => double.Parse(row[3], CultureInfo.InvariantCulture)).Order()];
        Console.WriteLine("grid\tdevice\tbatches\tgenerator\tdiscriminator\tepochs\twall s a cell-epoch\tmedian s of a cell's epoch\tdata");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{side}x{side}\t{started.Facts.Device}\t{started.Facts.Batches}\t{started.Facts.GeneratorParameters}\t{started.Facts.DiscriminatorParameters}\t{epochs}\t{wall:F2}\t{each[each.Length / 2]:F2}\t{started.Facts.Data}"));
    }
}
