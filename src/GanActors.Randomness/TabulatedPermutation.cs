using System.Runtime.CompilerServices;

namespace GanActors.Randomness;

/// <summary>
/// A <see cref="KeyedPermutation"/> for those who want many of its items: the same values, with the few numbers that the Feistel rounds
/// can need computed once a key. The table has 6 times the square root of the range (twice that at most), so keying costs a small
/// part of an epoch and an item some tens of nanoseconds.
/// </summary>
public sealed class TabulatedPermutation
{
    private readonly ushort[] _rounds;

    /// <summary>The permutation that <paramref name="stream"/> draws.</summary>
    /// <inheritdoc cref="KeyedPermutation(RandomStream, int)"/>
    public TabulatedPermutation(RandomStream stream, int count)
    {
        Permutation = new KeyedPermutation(stream, count);
        _rounds = new ushort[KeyedPermutation.FeistelRounds << Permutation.HalfBits];
        Tabulate();
    }

    /// <summary>The permutation whose values these are.</summary>
    public KeyedPermutation Permutation { get; private set; }

    /// <summary>Becomes the permutation of another key over the same range. Allocates nothing.</summary>
    public void Rekey(RandomStream stream)
    {
        Permutation = new KeyedPermutation(stream, Permutation.Count);
        Tabulate();
    }

    /// <summary>The items at <paramref name="first"/> and the places after it. Allocates nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The places are not all in the range.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(int first, Span<int> items)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Length, Permutation.Count - first, nameof(items));
        ushort[] rounds = _rounds;
        int halfBits = Permutation.HalfBits;
        uint count = (uint)Permutation.Count, mask = (1u << halfBits) - 1;
        for (int i = 0; i < items.Length; i++)
        {
            uint value = (uint)(first + i);
            do
            {
                uint left = value >> halfBits, right = value & mask;
                for (uint round = 0; round < KeyedPermutation.FeistelRounds; round++)
                    (left, right) = (right, left ^ rounds[(int)((round << halfBits) | right)]);
                value = (left << halfBits) | right;
            }
            while (value >= count);

            items[i] = (int)value;
        }
    }

    private void Tabulate()
    {
        for (int i = 0; i < _rounds.Length; i++)
            _rounds[i] = (ushort)Permutation.Mixed((uint)(i >> Permutation.HalfBits), (uint)i & ((1u << Permutation.HalfBits) - 1));
    }
}
