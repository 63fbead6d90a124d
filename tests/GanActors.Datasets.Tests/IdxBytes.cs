using System.Buffers.Binary;
using System.IO.Compression;

namespace GanActors.Datasets.Tests;

/// <summary>Writes IDX files, right ones and wrong ones.</summary>
internal static class IdxBytes
{
    public static byte[] Header(params uint[] dimensions)
    {
        byte[] header = new byte[4 + (4 * dimensions.Length)];
        header[2] = 8;
        header[3] = (byte)dimensions.Length;
        for (int axis = 0; axis < dimensions.Length; axis++)
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 + (4 * axis)), dimensions[axis]);
        return header;
    }

    public static byte[] Images(int count, int side, byte first = 0) =>
        [.. Header((uint)count, (uint)side, (uint)side), .. Enumerable.Range(0, count * side * side).Select(i => (byte)(first + i))];

    public static byte[] Labels(int count, int classes = 10) => [.. Header((uint)count), .. Enumerable.Range(0, count).Select(i => (byte)(i % classes))];

    public static byte[] Zip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }
}
