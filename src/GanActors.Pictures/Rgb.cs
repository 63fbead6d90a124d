using System.Runtime.InteropServices;

namespace GanActors.Pictures;

/// <summary>An opaque colour, 8 bits a channel, sRGB.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>The colour of a hexadecimal triple as the web writes it: 0xRRGGBB.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="triple"/> has more than 24 bits.</exception>
    public static Rgb FromHex(int triple)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(triple);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(triple, 0xFFFFFF);
        return new Rgb((byte)(triple >> 16), (byte)(triple >> 8), (byte)triple);
    }
}
