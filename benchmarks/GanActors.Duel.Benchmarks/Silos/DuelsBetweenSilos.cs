using System.Globalization;
using GanActors.Datasets;
using GanActors.Recipes;
using GanActors.Server;

namespace GanActors.Duel.Benchmarks.Silos;

/// <summary>
/// Iterations per second of one duel in a plain loop, through the grains of one silo, and of two silos in two processes, all with one thread for a network. They take turns, each beginning
/// as often as the others, so that a drift of the machine cancels out of the ratios.
/// </summary>
internal static class DuelsBetweenSilos
{
    public static async Task Measure(string name, Recipe recipe, string root, int iterations, int rounds)
    {
        var catalog = new DatasetCatalog(DataDirectory.Resolve(), downloads: false);
        var dataset = await catalog.LoadAsync(recipe.Data.Name, recipe.Data.Limit);
        using var loop = new PlainLoop(recipe, dataset, threads: 1);
        await using var one = await LocalSilo.StartAsync(new SiloSettings(Threads: 1, catalog, Lanes: 1));
        await using var two = await SiloPair.StartAsync();
        var inOne = new ThroughActors(one.Grains, recipe, root, "one");
        var inTwo = two is null ? null : new ThroughActors(two.Grains, recipe, root, "two");
        List<Func<Task<double>>> ways = [() => Task.FromResult(loop.Measure(iterations)), () => inOne.Measure(iterations)];
        if (inTwo is not null)
            ways.Add(() => inTwo.Measure(iterations));

        // The first round warms up.
        double[,] rates = new double[rounds, ways.Count];
        for (int round = -1; round < rounds; round++)
        {
            for (int turn = 0; turn < ways.Count; turn++)
            {
                int way = (turn + round + 1) % ways.Count;
                double rate = await ways[way]();
                if (round >= 0)
                    rates[round, way] = rate;
            }
        }

        if (inTwo is not null)
            Console.WriteLine($"two silos: {string.Join(" and ", two!.Names)}");
        Console.WriteLine("work\tway\tit/s, median\tratio to the loop, median\tleast\tmost");
        string[] words = ["plain loop", "one silo", "two silos, two processes"];
        for (int way = 0; way < ways.Count; way++)
        {
            double[] ratios = [.. Enumerable.Range(0, rounds).Select(round => rates[round, way] / rates[round, 0]).Order()];
            double median = Enumerable.Range(0, rounds).Select(round => rates[round, way]).Order().ElementAt(rounds / 2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{words[way]}\t{median:F1}\t{ratios[rounds / 2]:F3}\t{ratios[0]:F3}\t{ratios[^1]:F3}"));
        }
    }
}
