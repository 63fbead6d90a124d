using System.Collections.Concurrent;
using GanActors.Networks;

namespace GanActors.Datasets;

/// <summary>
/// Digits as if written by hand, 28x28 grey, white on black, sized and centred as MNIST's are. Item i is a function of seed and i alone, and
/// its label is i modulo 10.
/// </summary>
internal static class DrawnDigits
{
    /// <summary>Height and width of an image.</summary>
    public const int Side = 28;

    /// <summary>How many are drawn if nobody says how many.</summary>
    public const int DefaultCount = 20_000;

    /// <summary>Draws the first <paramref name="count"/> digits, on all processors.</summary>
    public static ImageDataset Draw(int count, ulong seed, ushort index)
    {
        byte[] pixels = new byte[count * Side * Side];
        byte[] labels = new byte[count];
        // Called from a grain's turn, too, whose scheduler runs one thing at a time.
        var onPool = new ParallelOptions { TaskScheduler = TaskScheduler.Default };
        Parallel.ForEach(Partitioner.Create(0, count, Math.Min(count, 512)), onPool, range =>
        {
            var pen = new Pen();
            for (int i = range.Item1; i < range.Item2; i++)
            {
                labels[i] = (byte)(i % 10);
                pen.Write(labels[i], new DigitWhims(seed, index, i), pixels.AsSpan(i * Side * Side, Side * Side));
            }
        });
        return new ImageDataset(
            BuiltInSets.Digits.Name, $"{Wording.Amount(count, "drawn digit")}, built in", new Shape(1, Side, Side), pixels, labels,
            [.. Enumerable.Range(0, 10).Select(digit => Wording.Number(digit))]);
    }
}
