using System.Buffers.Binary;

namespace GanActors.Datasets;

/// <summary>Finds the Exif data of a JPEG file: the APP1 segment that begins with its name (Exif 2.32, section 4.5.4).</summary>
internal static class JpegExif
{
    private const byte App1 = 0xE1, StartOfScan = 0xDA, EndOfImage = 0xD9;

    /// <summary>The TIFF structure in it; empty if there is none, or if the segments cannot be followed.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> file)
    {
        int at = 2;
        while (at + 4 <= file.Length && file[at] == 0xFF)
        {
            byte marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++; // Fill bytes may stand before a marker.
                continue;
            }

            if (marker is StartOfScan or EndOfImage)
                break;
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || at + 2 + length > file.Length)
                break;
            var content = file.Slice(at + 4, length - 2);
            if (marker == App1 && content.StartsWith("Exif\0\0"u8))
                return content[6..];
            at += 2 + length;
        }

        return [];
    }
}
