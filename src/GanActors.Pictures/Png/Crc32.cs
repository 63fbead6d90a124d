using System.Runtime.CompilerServices;

namespace GanActors.Pictures;

/// <summary>
/// The checksum of a PNG chunk: CRC-32 with the reflected polynomial 0xEDB88320 (ISO 3309; PNG specification, annex D).
/// The framework's own hardware CRC has the Castagnoli polynomial and does not fit.
/// </summary>
internal static class Crc32
{
    private static readonly uint[] Table = BuildTable();

    /// <summary>The checksum of <paramref name="first"/> followed by <paramref name="second"/>.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Continue(Continue(uint.MaxValue, first), second);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Continue(uint state, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
            state = Table[(byte)(state ^ value)] ^ (state >> 8);
        return state;
    }

    private static uint[] BuildTable()
    {
        var table = new uint[256];
        for (uint entry = 0; entry < table.Length; entry++)
        {
            uint remainder = entry;
            for (int bit = 0; bit < 8; bit++)
                remainder = (remainder & 1) == 0 ? remainder >> 1 : (remainder >> 1) ^ 0xEDB88320;
            table[entry] = remainder;
        }

        return table;
    }
}
