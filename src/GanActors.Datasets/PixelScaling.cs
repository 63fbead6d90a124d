using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GanActors.Datasets;

/// <summary>Bytes to floats, on the way from an image to a batch.</summary>
internal static class PixelScaling
{
    /// <summary>Writes <c>black + pixel * (white - black) / 255</c>, never above white. Not fused, so every machine writes the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(ReadOnlySpan<byte> pixels, PixelRange range, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, pixels.Length, nameof(destination));
        float black = range.Black, white = range.White, step = (white - black) / 255f;
        ref byte source = ref MemoryMarshal.GetReference(pixels);
        ref float target = ref MemoryMarshal.GetReference(destination);
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var steps = Vector256.Create(step);
            var blacks = Vector256.Create(black);
            var whites = Vector256.Create(white);
            for (; i <= pixels.Length - 32; i += 32)
            {
                var (wide0, wide1) = Vector256.Widen(Vector256.LoadUnsafe(ref source, (nuint)i));
                var (pixels0, pixels1) = Vector256.Widen(wide0);
                var (pixels2, pixels3) = Vector256.Widen(wide1);
                ref float block = ref Unsafe.Add(ref target, i);
                Vector256.MinNative(blacks + (Vector256.ConvertToSingle(pixels0.AsInt32()) * steps), whites).StoreUnsafe(ref block);
                Vector256.MinNative(blacks + (Vector256.ConvertToSingle(pixels1.AsInt32()) * steps), whites).StoreUnsafe(ref block, 8);
                Vector256.MinNative(blacks + (Vector256.ConvertToSingle(pixels2.AsInt32()) * steps), whites).StoreUnsafe(ref block, 16);
                Vector256.MinNative(blacks + (Vector256.ConvertToSingle(pixels3.AsInt32()) * steps), whites).StoreUnsafe(ref block, 24);
            }
        }

        for (; i < pixels.Length; i++)
            Unsafe.Add(ref target, i) = MathF.Min(black + (Unsafe.Add(ref source, i) * step), white);
    }
}
