namespace GanActors.Pictures;

/// <summary>How a PNG file begins.</summary>
public static class PngSignature
{
    /// <summary>The eight bytes.</summary>
    public static ReadOnlySpan<byte> Bytes => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];
}
