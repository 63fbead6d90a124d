using System.Globalization;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Duel.Benchmarks;

/// <summary>
/// How long training stands still for a checkpoint. A run with one every 30 seconds differs from one without by less than the machine's own wavering, so
/// checkpoints are written far more often, each is timed, and the share of 30 seconds is what one takes.
/// </summary>
internal static class CheckpointCost
{
    private const double Seconds = 30;

    public static async Task Measure(ThroughActors actors, Recipe recipe, int iterations)
    {
        var progress = await actors.Run(recipe with { Checkpoint = new CheckpointSpec(Every: iterations / 40, EverySeconds: null) }, iterations);
        var checkpoints = progress.Events.OfType<CheckpointEvent>().ToList();
        double[] taken = [.. checkpoints.Select(checkpoint => checkpoint.Seconds).Order()];
        Console.WriteLine("checkpoints\tbytes\tmedian ms\tlongest ms\tshare of 30 s, median\tlongest");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{taken.Length}\t{checkpoints[0].Bytes}\t{taken[taken.Length / 2] * 1e3:F1}\t{taken[^1] * 1e3:F1}\t{taken[taken.Length / 2] / Seconds:P2}\t{taken[^1] / Seconds:P2}"));
    }
}
