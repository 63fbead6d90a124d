using System.Collections.Immutable;
using GanActors.Networks;

namespace GanActors.Datasets;

/// <summary>
/// CIFAR-10 (Krizhevsky, "Learning multiple layers of features from tiny images", 2009) in its binary version: files of records, each a label
/// and 3,072 bytes, <c>[3, 32, 32]</c>.
/// </summary>
internal static class Cifar10
{
    private const int Side = 32, Pixels = 3 * Side * Side, RecordLength = 1 + Pixels;

    // More than all of CIFAR-10 in one file; a longer one is something else.
    private const int MostRecords = 60_000;

    private static readonly ImmutableArray<string> Training = [.. Enumerable.Range(1, 5).Select(batch => $"data_batch_{batch}.bin")];
    private static readonly ImmutableArray<string> Test = ["test_batch.bin"];
    private static readonly ImmutableArray<string> ClassNames = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>What the catalog says of it.</summary>
    public static DatasetEntry Entry { get; } = new(
        "cifar-10", "small photographs of ten kinds of animals and vehicles (Krizhevsky)", new Shape(3, Side, Side), 50_000, ClassNames.Length,
        "the binary version, cifar-10-binary.tar.gz of https://www.cs.toronto.edu/~kriz/cifar.html, unpacked into the data directory's cifar-10");

    /// <summary>Where the five training files lie together, or the test file.</summary>
    public static string? Find(string folder, bool training) =>
        // The archive unpacks into a folder of its own.
        new[] { folder, Path.Combine(folder, "cifar-10-batches-bin") }
            .FirstOrDefault(each => (training ? Training : Test).All(name => File.Exists(Path.Combine(each, name))));

    /// <summary>What has to be where.</summary>
    public static string WhatIsMissing(string folder) =>
        $"its files are not at hand: {Training[0]} to {Training[^1]} are not in {folder} or its cifar-10-batches-bin; get {Entry.HowToGet}";

    /// <summary>Reads the training items, or the test items.</summary>
    /// <param name="folder">Where the files lie.</param>
    /// <param name="training">Which.</param>
    /// <param name="description">What to say of them after their number.</param>
    /// <exception cref="DatasetException">A file cannot be read, or is not what it should be.</exception>
    public static ImageDataset Read(string folder, bool training, string description)
    {
        byte[][] files = [.. (training ? Training : Test).Select(name => ReadFile(Path.Combine(folder, name)))];
        int count = files.Sum(file => file.Length / RecordLength);
        byte[] pixels = GC.AllocateUninitializedArray<byte>(count * Pixels), labels = new byte[count];
        int item = 0;
        foreach (byte[] file in files)
        {
            for (int at = 0; at < file.Length; at += RecordLength, item++)
            {
                labels[item] = file[at];
                file.AsSpan(at + 1, Pixels).CopyTo(pixels.AsSpan(item * Pixels));
            }
        }

        return new ImageDataset(
            Entry.Name, $"{Wording.Amount(count, training ? "training image" : "test image")} from {folder}{description}", Entry.Item!.Value, pixels, labels,
            ClassNames);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            if (file.Length == 0 || file.Length % RecordLength != 0 || file.Length > (long)MostRecords * RecordLength)
            {
                throw new DatasetException(
                    path, file.Length, "end", $"{Wording.Number(file.Length)} bytes are not 1 to {Wording.Number(MostRecords)} records of {Wording.Number(RecordLength)}.");
            }

            byte[] bytes = GC.AllocateUninitializedArray<byte>((int)file.Length);
            file.ReadExactly(bytes);
            for (int at = 0; at < bytes.Length; at += RecordLength)
            {
                if (bytes[at] >= ClassNames.Length)
                    throw new DatasetException(path, at, "label", $"{bytes[at]} is not in 0 .. {ClassNames.Length - 1}.");
            }

            return bytes;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: cannot be read: {fault.Message}", fault);
        }
    }
}
