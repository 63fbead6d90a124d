using System.Buffers.Binary;

namespace GanActors.Datasets;

/// <summary>What <see cref="System.IO.Compression.GZipStream"/> does not look at: it takes a file that was cut, or continued, for a whole one.</summary>
internal static class Gzip
{
    /// <summary>Whether a file begins as a gzip stream does. The position is left at the start.</summary>
    public static bool Is(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        bool gzip = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start is [0x1f, 0x8b];
        file.Position = 0;
        return gzip;
    }

    /// <summary>
    /// Checks that the file ends where its gzip stream does: the last four bytes are the content's length (RFC 1952, section 2.3.1).
    /// A stream of several members does not pass; nobody publishes IDX so.
    /// </summary>
    /// <exception cref="DatasetException">It does not.</exception>
    public static void CheckEnd(string path, FileStream file, long contentLength)
    {
        Span<byte> end = stackalloc byte[4];
        if (file.Length >= end.Length)
        {
            file.Position = file.Length - end.Length;
            file.ReadExactly(end);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) == (uint)contentLength)
                return;
        }

        throw new DatasetException(
            $"{path}: the last four bytes of the {Wording.Number(file.Length)} are not the content's length, {Wording.Number(contentLength)}, as they must be "
            + "at the end of a gzip stream: the file was cut, or something follows the stream.");
    }
}
