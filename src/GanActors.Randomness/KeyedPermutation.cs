namespace GanActors.Randomness;

/// <summary>
/// A permutation of 0 .. <see cref="Count"/> - 1 that is computed, not stored: a balanced Feistel network over the
/// smallest even number of bits that holds the range, walked along its cycle until the value falls inside
/// (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002). Any place of any epoch can be had at once.
/// </summary>
public readonly record struct KeyedPermutation
{
    internal const int FeistelRounds = 6;
    private readonly RandomStream _stream;

    /// <summary>The permutation that <paramref name="stream"/> draws.</summary>
    /// <param name="stream">Whose draw number is, as a rule, the epoch.</param>
    /// <param name="count">How many items are shuffled; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public KeyedPermutation(RandomStream stream, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _stream = stream;
        Count = count;
        int bits = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)(count - 1));
        HalfBits = Math.Max(1, (bits + 1) / 2);
    }

    /// <summary>How many items are shuffled.</summary>
    public int Count { get; }

    /// <summary>Bits of either half of the Feistel network.</summary>
    internal int HalfBits { get; }

    /// <summary>The item at <paramref name="place"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="place"/> is not in 0 .. <see cref="Count"/> - 1.</exception>
    public int this[int place]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(place);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Count);
            uint value = (uint)place;
            do
            {
                value = Encipher(value);
            }
            while (value >= (uint)Count);

            return (int)value;
        }
    }

    /// <summary>What a round adds to one half, given the other.</summary>
    internal uint Mixed(uint round, uint right) => _stream.Block((round << 16) | right).Word0 & ((1u << HalfBits) - 1);

    private uint Encipher(uint value)
    {
        uint left = value >> HalfBits, right = value & ((1u << HalfBits) - 1);
        for (uint round = 0; round < FeistelRounds; round++)
            (left, right) = (right, left ^ Mixed(round, right));
        return (left << HalfBits) | right;
    }
}
