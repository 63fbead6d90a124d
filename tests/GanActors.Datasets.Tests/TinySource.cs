using System.Security.Cryptography;

namespace GanActors.Datasets.Tests;

/// <summary>A published data set of six training and four test images, 4x4.</summary>
internal static class TinySource
{
    public const int Side = 4;

    public static readonly byte[] TrainingImages = IdxBytes.Images(6, Side);
    public static readonly byte[] TrainingLabels = IdxBytes.Labels(6, 3);
    public static readonly byte[] TestImages = IdxBytes.Images(4, Side, first: 100);
    public static readonly byte[] TestLabels = IdxBytes.Labels(4, 3);

    public static IdxSource Named(string name, string? installed = null, params Uri[] mirrors) => new(
        name, "tiny pictures", Side, ["a", "b", "c"],
        new IdxPart("training", 6, Publish("train-images-idx3-ubyte", TrainingImages), Publish("train-labels-idx1-ubyte", TrainingLabels)),
        new IdxPart("test", 4, Publish("t10k-images-idx3-ubyte", TestImages), Publish("t10k-labels-idx1-ubyte", TestLabels)),
        [.. mirrors], installed is null ? [] : [installed], installed is null ? null : "install tiny");

    public static void WriteTraining(TemporaryFolder folder, string under)
    {
        folder.Write($"{under}/train-images-idx3-ubyte.gz", IdxBytes.Zip(TrainingImages));
        folder.Write($"{under}/train-labels-idx1-ubyte", TrainingLabels);
    }

    public static void WriteTest(TemporaryFolder folder, string under)
    {
        folder.Write($"{under}/t10k-images-idx3-ubyte.gz", IdxBytes.Zip(TestImages));
        folder.Write($"{under}/t10k-labels-idx1-ubyte.gz", IdxBytes.Zip(TestLabels));
    }

    private static IdxPublication Publish(string stem, byte[] content) =>
        new(stem, IdxBytes.Zip(content).Length, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
}
