using System.Buffers.Binary;
using GanActors.Pictures;

namespace GanActors.Grains.Tests;

/// <summary>A data directory with a few items of each data set that recipes name: right in shape, drawn by a formula.</summary>
internal static class StandInData
{
    private const int Items = 16;

    /// <summary>Fills a folder.</summary>
    public static void Write(string folder)
    {
        foreach (string name in new[] { "mnist", "fashion-mnist" })
        {
            string set = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
            File.WriteAllBytes(Path.Combine(set, "train-images-idx3-ubyte"), [.. Header(Items, 28, 28), .. Pixels(Items * 28 * 28)]);
            File.WriteAllBytes(Path.Combine(set, "train-labels-idx1-ubyte"), [.. Header(Items), .. Enumerable.Range(0, Items).Select(i => (byte)(i % 10))]);
        }

        string flowers = Directory.CreateDirectory(Path.Combine(folder, "sunflowers")).FullName;
        for (int i = 0; i < Items; i++)
        {
            var picture = new Pixmap(20 + i, 30, 3);
            Pixels(picture.Pixels.Length).CopyTo(picture.Pixels);
            PngWriter.Save(Path.Combine(flowers, $"{i:D2}.png"), picture);
        }
    }

    private static byte[] Pixels(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 37 % 251))];

    /// <summary>Of an IDX file of bytes.</summary>
    private static byte[] Header(params int[] sizes)
    {
        byte[] header = new byte[4 + (4 * sizes.Length)];
        (header[2], header[3]) = (8, (byte)sizes.Length);
        for (int i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), sizes[i]);
        return header;
    }
}
