using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanActors.Randomness;

/// <summary>
/// Filling. Eight blocks at a time where the machine has AVX2, one by one elsewhere; both do the same single-precision operations in the
/// same order and fuse none, so the numbers are the same everywhere.
/// </summary>
public readonly partial record struct RandomStream
{
    private const int WordsOfBlock = 4;

    /// <inheritdoc cref="Bits"/>
    public partial void Bits(Span<uint> words, uint firstBlock) => Fill<AsBits>(MemoryMarshal.Cast<uint, float>(words), firstBlock);

    /// <inheritdoc cref="Uniform(Span{float}, uint)"/>
    public partial void Uniform(Span<float> values, uint firstBlock) => Fill<AsUniform>(values, firstBlock);

    /// <inheritdoc cref="Normal"/>
    public partial void Normal(Span<float> values, uint firstBlock) => Fill<AsNormal>(values, firstBlock);

    /// <summary>What becomes of a block's four words. Results keep their words' places.</summary>
    private interface IForm
    {
        static abstract (float, float, float, float) Of(PhiloxBlock block);

        static abstract void Of(ref EightBlocks blocks);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill<TForm>(Span<float> values, uint block)
        where TForm : struct, IForm
    {
        if (Avx2.IsSupported)
        {
            while (values.Length >= EightBlocks.Count * WordsOfBlock)
            {
                Eight<TForm>(block, ref MemoryMarshal.GetReference(values));
                values = values[(EightBlocks.Count * WordsOfBlock)..];
                block += EightBlocks.Count;
            }
        }

        while (!values.IsEmpty)
        {
            var (first, second, third, fourth) = TForm.Of(Block(block++));
            ReadOnlySpan<float> four = [first, second, third, fourth];
            int count = Math.Min(four.Length, values.Length);
            four[..count].CopyTo(values);
            values = values[count..];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Eight<TForm>(uint block, ref float target)
        where TForm : struct, IForm
    {
        var blocks = EightBlocks.Draw(Seed, block, Stream, (uint)Draw, (uint)(Draw >> 32));
        TForm.Of(ref blocks);
        blocks.Store(ref target);
    }

    private readonly struct AsBits : IForm
    {
        public static (float, float, float, float) Of(PhiloxBlock block) => (
            BitConverter.UInt32BitsToSingle(block.Word0),
            BitConverter.UInt32BitsToSingle(block.Word1),
            BitConverter.UInt32BitsToSingle(block.Word2),
            BitConverter.UInt32BitsToSingle(block.Word3));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Of(ref EightBlocks blocks)
        {
        }
    }

    private readonly struct AsUniform : IForm
    {
        public static (float, float, float, float) Of(PhiloxBlock block) =>
            (ToUnit(block.Word0), ToUnit(block.Word1), ToUnit(block.Word2), ToUnit(block.Word3));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Of(ref EightBlocks blocks)
        {
            blocks.Word0 = ToUnit(blocks.Word0);
            blocks.Word1 = ToUnit(blocks.Word1);
            blocks.Word2 = ToUnit(blocks.Word2);
            blocks.Word3 = ToUnit(blocks.Word3);
        }
    }

    private readonly struct AsNormal : IForm
    {
        public static (float, float, float, float) Of(PhiloxBlock block)
        {
            var (first, second) = BoxMuller.Pair(ToUnit(block.Word0), ToUnit(block.Word1));
            var (third, fourth) = BoxMuller.Pair(ToUnit(block.Word2), ToUnit(block.Word3));
            return (first, second, third, fourth);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Of(ref EightBlocks blocks)
        {
            (blocks.Word0, blocks.Word1) = BoxMuller.Pair(ToUnit(blocks.Word0), ToUnit(blocks.Word1));
            (blocks.Word2, blocks.Word3) = BoxMuller.Pair(ToUnit(blocks.Word2), ToUnit(blocks.Word3));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ToUnit(Vector256<float> words) =>
        Vector256.ConvertToSingle((words.AsUInt32() >>> 8).AsInt32()) * Vector256.Create(1f / (1 << 24));
}
