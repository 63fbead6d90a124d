using System.Buffers.Binary;
using System.Globalization;

namespace GanActors.Fuzzing.Tests;

/// <summary>Numbers that readers stumble over.</summary>
internal static class OddNumbers
{
    public static readonly long[] Words =
    [
        0, 1, 2, -1, -2, 127, 128, 255, 256, short.MaxValue, ushort.MaxValue, 1 << 16, 1 << 24, 1 << 26, 1 << 28, 1 << 30, int.MaxValue, int.MinValue, uint.MaxValue,
        1L << 31, 1L << 32, 1L << 40, 1L << 60, long.MaxValue, long.MinValue,
        0x7FC00000, 0x7F800000, 0x7FF8000000000000, 0x7FF0000000000000, // NaN and infinity, of 32 and 64 bits.
    ];

    public static readonly string[] Texts =
    [
        .. Words.Select(word => word.ToString(CultureInfo.InvariantCulture)),
        "-0", "00", "0x10", "1e400", "-1e400", "1e-400", "NaN", ".nan", ".inf", "-.inf", "Infinity", "1_000", "1,5", "1.5", "0.0000001", "1e9", "+1", "٣", "½", "",
        "99999999999999999999999999999999999999", "0.999999999999999999999999999999999999",
    ];

    /// <summary>Writes one of <see cref="Words"/> over 2, 4 or 8 bytes.</summary>
    public static void Write(Dice dice, Span<byte> bytes)
    {
        long word = dice.OneOf(Words);
        bool little = dice.Chance(50);
        int at, width = dice.OneOf([2, 4, 8]);
        if (bytes.Length < width)
            return;
        at = dice.Below(bytes.Length - width + 1);
        Span<byte> whole = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(whole, word);
        whole = whole[..width];
        if (!little)
            whole.Reverse();
        whole.CopyTo(bytes[at..]);
    }
}
