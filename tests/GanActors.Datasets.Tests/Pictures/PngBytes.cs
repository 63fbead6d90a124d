using GanActors.Pictures;

namespace GanActors.Datasets.Tests;

/// <summary>PNG files for tests.</summary>
internal static class PngBytes
{
    /// <summary>A picture of one colour.</summary>
    public static byte[] Plain(int width, int height, byte red, byte green, byte blue)
    {
        var picture = new Pixmap(width, height, 3);
        for (int i = 0; i < picture.Pixels.Length; i += 3)
            ((ReadOnlySpan<byte>)[red, green, blue]).CopyTo(picture.Pixels[i..]);
        return PngWriter.Encode(picture);
    }

    /// <summary>A chunk's checksum, as polynomial division.</summary>
    public static uint Checksum(byte[] typeAndContent)
    {
        uint remainder = uint.MaxValue;
        foreach (byte value in typeAndContent)
        {
            for (int bit = 0; bit < 8; bit++)
                remainder = ((remainder ^ (uint)(value >> bit)) & 1) == 1 ? (remainder >> 1) ^ 0xEDB88320 : remainder >> 1;
        }

        return ~remainder;
    }
}
