using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using GanActors.Pictures;

namespace GanActors.Datasets;

/// <summary>
/// How a camera was held: tag 0x0112 of the Exif data (Exif 2.32, section 4.6.4). 1 is upright; 2 to 8 are the other turns and mirrorings.
/// </summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112, ShortType = 3;
    private const int EntryLength = 12;

    /// <summary>Reads it out of a TIFF structure.</summary>
    /// <returns>1 .. 8; 1 if it is not said, or not in a way that can be read: a camera's slip is no reason to lose a picture.</returns>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return 1;
        bool little = tiff.StartsWith("II*\0"u8);
        if (!little && !tiff.StartsWith("MM\0*"u8))
            return 1;
        uint directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return 1;
        var entries = tiff[((int)directory + 2)..];
        int count = Math.Min((int)Short(tiff[(int)directory..], little), entries.Length / EntryLength);
        for (int i = 0; i < count; i++)
        {
            var entry = entries.Slice(i * EntryLength, EntryLength);
            if (Short(entry, little) == Tag)
                return Short(entry[2..], little) == ShortType && Short(entry[8..], little) is >= 1 and <= 8 and var value ? value : 1;
        }

        return 1;
    }

    /// <summary>The picture as it was meant to be seen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Pixmap Upright(Pixmap picture, int orientation)
    {
        if (orientation == 1)
            return picture;
        // 5 to 8 lie on their side: what is stored as a row is a column.
        bool lying = orientation >= 5;
        var upright = new Pixmap(lying ? picture.Height : picture.Width, lying ? picture.Width : picture.Height, picture.Channels);
        int channels = picture.Channels, right = upright.Width - 1, bottom = upright.Height - 1;
        for (int y = 0; y < picture.Height; y++)
        {
            ReadOnlySpan<byte> row = picture.Row(y);
            for (int x = 0; x < picture.Width; x++)
            {
                var (toX, toY) = orientation switch
                {
                    2 => (right - x, y),
                    3 => (right - x, bottom - y),
                    4 => (x, bottom - y),
                    5 => (y, x),
                    6 => (right - y, x),
                    7 => (right - y, bottom - x),
                    _ => (y, bottom - x),
                };
                row.Slice(x * channels, channels).CopyTo(upright.Pixels[(((toY * upright.Width) + toX) * channels)..]);
            }
        }

        return upright;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
