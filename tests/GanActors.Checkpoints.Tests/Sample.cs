using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Networks;

namespace GanActors.Checkpoints.Tests;

/// <summary>Small checkpoints, every number of which tells which version it belongs to.</summary>
internal static class Sample
{
    public const string Course = "course.csv";

    public static CheckpointVersion Version(long iteration, int incarnation = 1) => new(iteration, incarnation);

    public static NetworkState Network(long mark, int size = 6) => new(
        [
            new StateTensor("0.weight", new Shape(2, size / 2), Numbers(mark, size)),
            new StateTensor("optimizer.0.weight.m", new Shape(2, size / 2), Numbers(-mark, size)),
            new StateTensor("average.0.weight", new Shape(size), (float[])[float.NaN, float.NegativeInfinity, -0f, float.Epsilon, .. Numbers(mark, size - 4)]),
        ],
        Steps: mark);

    public static CheckpointManifest Manifest(
        CheckpointVersion version, IEnumerable<PartReceipt> parts, DateTimeOffset? written = null, params (string Name, double Value)[] metrics) => new(
        new RunId("sample-run"),
        version,
        written ?? new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.Zero),
        "0.1.0",
        "name: sample # \"naïve\"\nbatch: 64\n",
        metrics.ToImmutableSortedDictionary(metric => metric.Name, metric => metric.Value, StringComparer.Ordinal),
        [.. parts],
        new JsonObject { ["iteration"] = version.Iteration, ["loss"] = ExactNumber.Of(double.NaN) });

    /// <summary>Writes and commits a version as a run does.</summary>
    public static async Task<CheckpointManifest> Write(CheckpointArchive archive, CheckpointVersion version, int size = 6, params (string, double)[] metrics)
    {
        // None outside a test.
        var stop = TestContext.Current.CancellationToken;
        var parts = new[]
        {
            await archive.WriteNetworkAsync(version, CheckpointArchive.Generator, Network(version.Iteration, size), stop),
            await archive.WriteNetworkAsync(version, CheckpointArchive.Discriminator, Network(version.Iteration + 1, size), stop),
            await archive.WritePartAsync(version, Course, "iteration,d_loss\n1,0.5\n"u8.ToArray(), stop),
        };
        var manifest = Manifest(version, parts, null, metrics);
        await archive.CommitAsync(manifest, stop);
        return manifest;
    }

    public static void AssertEqual(NetworkState expected, NetworkState actual)
    {
        Assert.Equal(expected.Steps, actual.Steps);
        Assert.Equal(expected.Tensors.Select(tensor => (tensor.Name, tensor.Shape)), actual.Tensors.Select(tensor => (tensor.Name, tensor.Shape)));
        foreach (var (one, other) in expected.Tensors.Zip(actual.Tensors))
            Assert.Equal(Bits(one), Bits(other));

        static int[] Bits(StateTensor tensor) => [.. tensor.Values.ToArray().Select(BitConverter.SingleToInt32Bits)];
    }

    private static float[] Numbers(long mark, int count) => [.. Enumerable.Range(0, count).Select(i => mark + (i / 16f))];
}
