using System.Buffers.Binary;
using System.Globalization;

namespace GanActors.Pictures;

/// <summary>The header chunk of a PNG file, checked: nothing is believed of it that cannot be true.</summary>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColor Color, bool Interlaced)
{
    /// <summary>Bytes of an IHDR chunk.</summary>
    public const int Length = 13;

    /// <summary>Samples of a pixel as they are stored.</summary>
    public int Samples => Color switch { PngColor.Rgb => 3, PngColor.GreyAlpha => 2, PngColor.Rgba => 4, _ => 1 };

    /// <summary>Bits of a pixel as it is stored.</summary>
    public int PixelBits => Samples * Depth;

    /// <summary>Bytes that a filter reaches back: a whole pixel, at least one.</summary>
    public int PixelBytes => Math.Max(1, PixelBits / 8);

    /// <summary>Bytes of a row of <paramref name="width"/> pixels, without its filter byte.</summary>
    public int RowBytes(int width) => (int)((((long)width * PixelBits) + 7) / 8);

    /// <summary>Reads and checks the chunk's content.</summary>
    /// <param name="content">13 bytes.</param>
    /// <param name="offset">Where in the file they begin.</param>
    public static PngHeader Read(ReadOnlySpan<byte> content, long offset)
    {
        int width = Side(content, 0, "width", offset), height = Side(content, 4, "height", offset);
        if ((long)width * height > PngDecoder.MostPixels)
        {
            throw new PngException(offset, "size", string.Create(
                CultureInfo.InvariantCulture, $"{width} x {height} are more pixels than the {PngDecoder.MostPixels} that are read"));
        }

        int depth = content[8];
        var color = (PngColor)content[9];
        bool allowed = color switch
        {
            PngColor.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColor.Palette => depth is 1 or 2 or 4 or 8,
            PngColor.Rgb or PngColor.GreyAlpha or PngColor.Rgba => depth is 8 or 16,
            _ => throw new PngException(offset + 9, "colour type", $"{content[9]} is none of 0, 2, 3, 4, 6"),
        };
        if (!allowed)
            throw new PngException(offset + 8, "bit depth", $"{depth} does not go with colour type {content[9]}");
        if (content[10] != 0)
            throw new PngException(offset + 10, "compression method", $"{content[10]} is not 0, the only one there is");
        if (content[11] != 0)
            throw new PngException(offset + 11, "filter method", $"{content[11]} is not 0, the only one there is");
        if (content[12] > 1)
            throw new PngException(offset + 12, "interlace method", $"{content[12]} is neither 0 nor 1");
        return new PngHeader(width, height, depth, color, content[12] == 1);
    }

    private static int Side(ReadOnlySpan<byte> content, int at, string name, long offset)
    {
        uint side = BinaryPrimitives.ReadUInt32BigEndian(content[at..]);
        return side is >= 1 and <= Pixmap.LongestSide
            ? (int)side
            : throw new PngException(offset + at, name, string.Create(CultureInfo.InvariantCulture, $"{side} is not in 1 .. {Pixmap.LongestSide}"));
    }
}

/// <summary>The colour types of the PNG specification, by their numbers.</summary>
internal enum PngColor : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
