using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanActors.Randomness;

/// <summary>
/// Eight consecutive blocks of Philox 4x32-10, word by word, in AVX2 registers. The blocks lie in the order 0 1 4 5 2 3 6 7, which is what narrowing
/// 64-bit products to words leaves; <see cref="Store"/> undoes it.
/// </summary>
internal struct EightBlocks
{
    public const int Count = 8;

    /// <summary>The first word of each block, or what was made of it.</summary>
    public Vector256<float> Word0;

    /// <summary>The second.</summary>
    public Vector256<float> Word1;

    /// <summary>The third.</summary>
    public Vector256<float> Word2;

    /// <summary>The fourth.</summary>
    public Vector256<float> Word3;

    /// <summary>The blocks at <paramref name="counter0"/> and the seven after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static EightBlocks Draw(ulong key, uint counter0, uint counter1, uint counter2, uint counter3)
    {
        // A word sits in the lower half of a 64-bit lane; what gathers in the upper half is never multiplied and never kept.
        var first = Vector256.Create(counter0) + Vector256.Create(0u, 0, 1, 0, 2, 0, 3, 0);
        Vector256<uint> a0 = first, a1 = Vector256.Create(counter1), a2 = Vector256.Create(counter2), a3 = Vector256.Create(counter3);
        Vector256<uint> b0 = first + Vector256.Create(4u), b1 = a1, b2 = a2, b3 = a3;
        var multiplier0 = Vector256.Create(Philox.Multiplier0);
        var multiplier1 = Vector256.Create(Philox.Multiplier1);
        uint key0 = (uint)key, key1 = (uint)(key >> 32);
        for (int round = 0; round < Philox.Rounds; round++)
        {
            var roundKey0 = Vector256.Create(key0);
            var roundKey1 = Vector256.Create(key1);
            Round(ref a0, ref a1, ref a2, ref a3, multiplier0, multiplier1, roundKey0, roundKey1);
            Round(ref b0, ref b1, ref b2, ref b3, multiplier0, multiplier1, roundKey0, roundKey1);
            key0 += Philox.Weyl0;
            key1 += Philox.Weyl1;
        }

        return new EightBlocks { Word0 = Narrow(a0, b0), Word1 = Narrow(a1, b1), Word2 = Narrow(a2, b2), Word3 = Narrow(a3, b3) };
    }

    /// <summary>Writes the eight blocks in order, four numbers each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float target)
    {
        Four(ref target, Avx.UnpackLow(Word0, Word1), Avx.UnpackLow(Word2, Word3));
        Four(ref Unsafe.Add(ref target, 16), Avx.UnpackHigh(Word0, Word1), Avx.UnpackHigh(Word2, Word3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(ref float target, Vector256<float> halves01, Vector256<float> halves23)
    {
        var even = Avx.UnpackLow(halves01.AsDouble(), halves23.AsDouble());
        var odd = Avx.UnpackHigh(halves01.AsDouble(), halves23.AsDouble());
        Avx.Permute2x128(even, odd, 0x20).AsSingle().StoreUnsafe(ref target);
        Avx.Permute2x128(even, odd, 0x31).AsSingle().StoreUnsafe(ref target, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        ref Vector256<uint> word0,
        ref Vector256<uint> word1,
        ref Vector256<uint> word2,
        ref Vector256<uint> word3,
        Vector256<uint> multiplier0,
        Vector256<uint> multiplier1,
        Vector256<uint> key0,
        Vector256<uint> key1)
    {
        var product0 = Avx2.Multiply(multiplier0, word0);
        var product1 = Avx2.Multiply(multiplier1, word2);
        word0 = (product1 >>> 32).AsUInt32() ^ word1 ^ key0;
        word2 = (product0 >>> 32).AsUInt32() ^ word3 ^ key1;
        word1 = product1.AsUInt32();
        word3 = product0.AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Narrow(Vector256<uint> a, Vector256<uint> b) => Avx.Shuffle(a.AsSingle(), b.AsSingle(), 0x88);
}
