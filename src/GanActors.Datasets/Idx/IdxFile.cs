using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;

namespace GanActors.Datasets;

/// <summary>
/// Reads IDX, the format MNIST is published in: two zero bytes, the element type, the rank, one big-endian 32-bit number a dimension, the
/// elements. Only unsigned bytes (type 0x08) are read, plain or as one gzip stream; which it is, the first bytes tell, not the name.
/// </summary>
/// <remarks>
/// A file is believed only as far as it can be true: the elements it declares are at most <see cref="MaximumElements"/>, and at most what a
/// file of its length can hold (gzip packs at most 1,032 bytes into one). No more memory than that is ever taken.
/// </remarks>
internal static class IdxFile
{
    /// <summary>More elements than this are refused: 2^30.</summary>
    public const long MaximumElements = 1L << 30;

    private const int MaximumDeflateRatio = 1032;
    private const byte UnsignedByte = 0x08;

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rank">How many dimensions it must have: 3 for images, 1 for labels.</param>
    /// <exception cref="DatasetException">The file cannot be read, or is not such a file, whole and with nothing after it.</exception>
    public static IdxArray Read(string path, int rank)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            return Gzip.Is(file) ? ReadGzip(path, file, rank) : ReadContent(path, file, rank, file.Length, exact: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DatasetException($"{path}: cannot be read: {fault.Message}", fault);
        }
    }

    private static IdxArray ReadGzip(string path, FileStream file, int rank)
    {
        try
        {
            using var content = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
            var array = ReadContent(path, content, rank, file.Length * MaximumDeflateRatio, exact: false);
            Gzip.CheckEnd(path, file, HeaderLength(rank) + array.Values.LongLength);
            return array;
        }
        catch (InvalidDataException fault)
        {
            throw new DatasetException($"{path}: the gzip stream is damaged (its checksum or coding is wrong); fetch or copy the file anew.", fault);
        }
    }

    private static IdxArray ReadContent(string path, Stream content, int rank, long available, bool exact)
    {
        int headerLength = HeaderLength(rank);
        Span<byte> header = stackalloc byte[headerLength];
        int got = content.ReadAtLeast(header, headerLength, throwOnEndOfStream: false);
        CheckMagic(path, header[..got], rank);
        if (got < headerLength)
        {
            throw new DatasetException(
                path, got, "header", $"the file ends inside its header; {rank} dimensions take {headerLength} bytes.");
        }

        var dimensions = ImmutableArray.CreateBuilder<int>(rank);
        long elements = 1;
        for (int axis = 0; axis < rank; axis++)
        {
            uint dimension = BinaryPrimitives.ReadUInt32BigEndian(header[(4 + (4 * axis))..]);
            if (dimension == 0 || dimension > MaximumElements / elements)
            {
                throw new DatasetException(
                    path, 4 + (4 * axis), FieldName(rank, axis),
                    $"{Wording.Number(dimension)} cannot be; it is at least 1, and all dimensions together make at most {Wording.Number(MaximumElements)} elements.");
            }

            elements *= dimension;
            dimensions.Add((int)dimension);
        }

        if (exact ? headerLength + elements != available : headerLength + elements > available)
        {
            throw new DatasetException(
                path, Math.Min(available, headerLength + elements), "elements",
                $"the header declares {Wording.Number(elements)} elements, so {Wording.Number(headerLength + elements)} bytes in all; the file "
                + (exact ? $"has {Wording.Number(available)}." : "is too short to hold them."));
        }

        byte[] values = GC.AllocateUninitializedArray<byte>((int)elements);
        got = content.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        if (got < values.Length)
        {
            throw new DatasetException(
                path, headerLength + (long)got, "elements",
                $"the file ends after {Wording.Number(got)} of the {Wording.Number(elements)} elements that its header declares.");
        }

        if (content.ReadByte() >= 0)
        {
            throw new DatasetException(
                path, headerLength + elements, "end",
                $"there are bytes after the {Wording.Number(elements)} elements that the header declares; the file must end there.");
        }

        return new IdxArray(dimensions.MoveToImmutable(), values);
    }

    private static void CheckMagic(string path, ReadOnlySpan<byte> header, int rank)
    {
        ReadOnlySpan<byte> right = [0, 0, UnsignedByte, (byte)rank];
        ReadOnlySpan<string> fields = ["magic", "magic", "element type", "rank"];
        for (int i = 0; i < right.Length; i++)
        {
            if (i >= header.Length)
                throw new DatasetException(path, i, fields[i], $"the file ends here; it must be 0x{right[i]:x2}.");
            if (header[i] != right[i])
            {
                throw new DatasetException(
                    path, i, fields[i],
                    $"0x{header[i]:x2} stands where 0x{right[i]:x2} must; an IDX file of unsigned bytes with {Wording.Amount(rank, "dimension")} begins 00 00 08 {rank:x2}.");
            }
        }
    }

    private static int HeaderLength(int rank) => 4 + (4 * rank);

    private static string FieldName(int rank, int axis) => (rank, axis) switch
    {
        (_, 0) => "number of items",
        (3, 1) => "rows",
        (3, 2) => "columns",
        _ => $"dimension {axis}",
    };
}
