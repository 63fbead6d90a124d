namespace GanActors.Fuzzing.Tests;

/// <summary>Spoils bytes without knowing what they mean.</summary>
internal static class ByteMutations
{
    private static readonly string[] All = ["bit", "byte", "cut", "extended", "removed", "repeated", "spliced", "odd number", "zeroed", "empty"];

    /// <summary>One to <paramref name="most"/> mutations.</summary>
    public static byte[] Spoil(Dice dice, byte[] bytes, IReadOnlyList<byte[]> others, int most = 3)
    {
        for (int left = dice.Between(1, most); left > 0; left--)
            bytes = Once(dice, bytes, others);
        return bytes;
    }

    private static byte[] Once(Dice dice, byte[] bytes, IReadOnlyList<byte[]> others)
    {
        string kind = dice.OneOf(All);
        // An empty input is tried now and then; it must not take a tenth of all.
        if (kind == "empty" && !dice.Chance(3))
            kind = "bit";
        dice.Note(kind);
        if (bytes.Length == 0)
            return kind == "extended" ? [dice.Byte()] : bytes;
        byte[] spoilt = [.. bytes];
        int at = dice.Below(bytes.Length), length = Math.Min(dice.Between(1, dice.OneOf([4, 64, 4096])), bytes.Length - at);
        switch (kind)
        {
            case "bit":
                spoilt[at] ^= (byte)(1 << dice.Below(8));
                return spoilt;
            case "byte":
                spoilt[at] = dice.Byte();
                return spoilt;
            case "cut":
                return spoilt[..at];
            case "extended":
                byte[] more = new byte[dice.Between(1, 64)];
                if (dice.Chance(50))
                    dice.Fill(more);
                return [.. spoilt, .. more];
            case "removed":
                return [.. spoilt.AsSpan(0, at), .. spoilt.AsSpan(at + length)];
            case "repeated":
                return [.. spoilt.AsSpan(0, at + length), .. spoilt.AsSpan(at)];
            case "spliced":
                byte[] other = dice.OneOf(others);
                int from = dice.Below(other.Length + 1);
                return [.. spoilt.AsSpan(0, at), .. other.AsSpan(from)];
            case "odd number":
                // Lengths and sizes stand near the beginning.
                OddNumbers.Write(dice, dice.Chance(50) ? spoilt : spoilt.AsSpan(0, Math.Min(64, spoilt.Length)));
                return spoilt;
            case "zeroed":
                spoilt.AsSpan(at, length).Fill((byte)(dice.Chance(50) ? 0 : 255));
                return spoilt;
            default:
                return [];
        }
    }
}
