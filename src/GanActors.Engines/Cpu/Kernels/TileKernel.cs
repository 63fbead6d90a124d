using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>
/// The innermost loops of every product: one tile of C = A B in registers. Each element of C is one chain of fused multiply-adds over k
/// in ascending order, whatever the tile, so any tiling gives the same bits.
/// </summary>
/// <remarks>
/// A is reached through pointers, which is why the same loops serve dense layers and convolutions without copying windows. Bound by
/// the two multiply-add ports: an 8 x 3 tile issues 24 of them for 11 loads.
/// </remarks>
internal static unsafe class TileKernel
{
    /// <summary>A's rows by pointer: C[r, j] = sum over k of a[r][aOffset + k] * b[k][j]. Meanwhile it fetches what lies ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows<TLanes, TShape>(
        nint depth, float** a, nint aOffset, float* b, float* ahead, nint aheadStep, float** c, nint cOffset, TileStart start, float* bias)
        where TLanes : unmanaged, ILanes<TLanes>
        where TShape : struct, ITileShape
    {
        TLanes c00 = default, c01 = default, c02 = default;
        TLanes c10 = default, c11 = default, c12 = default;
        TLanes c20 = default, c21 = default, c22 = default;
        TLanes c30 = default, c31 = default, c32 = default;
        TLanes c40 = default, c41 = default, c42 = default;
        TLanes c50 = default, c51 = default, c52 = default;
        TLanes c60 = default, c61 = default, c62 = default;
        TLanes c70 = default, c71 = default, c72 = default;
        if (start == TileStart.Target)
        {
            Fetch<TLanes, TShape>(c[0] + cOffset, out c00, out c01, out c02);
            Fetch<TLanes, TShape>(c[1] + cOffset, out c10, out c11, out c12);
            Fetch<TLanes, TShape>(c[2] + cOffset, out c20, out c21, out c22);
            Fetch<TLanes, TShape>(c[3] + cOffset, out c30, out c31, out c32);
            if (TShape.Rows > 4)
                Fetch<TLanes, TShape>(c[4] + cOffset, out c40, out c41, out c42);
            if (TShape.Rows > 5)
                Fetch<TLanes, TShape>(c[5] + cOffset, out c50, out c51, out c52);
            if (TShape.Rows > 6)
                Fetch<TLanes, TShape>(c[6] + cOffset, out c60, out c61, out c62);
            if (TShape.Rows > 7)
                Fetch<TLanes, TShape>(c[7] + cOffset, out c70, out c71, out c72);
        }
        else if (start == TileStart.Bias)
        {
            Fetch<TLanes, TShape>(bias, out c00, out c01, out c02);
            (c10, c11, c12) = (c00, c01, c02);
            (c20, c21, c22) = (c00, c01, c02);
            (c30, c31, c32) = (c00, c01, c02);
            (c40, c41, c42) = (c00, c01, c02);
            (c50, c51, c52) = (c00, c01, c02);
            (c60, c61, c62) = (c00, c01, c02);
            (c70, c71, c72) = (c00, c01, c02);
        }

        float* a0 = a[0] + aOffset;
        float* a1 = a[1] + aOffset;
        float* a2 = a[2] + aOffset;
        float* a3 = a[3] + aOffset;
        float* a4 = TShape.Rows > 4 ? a[4] + aOffset : null;
        float* a5 = TShape.Rows > 5 ? a[5] + aOffset : null;
        float* a6 = TShape.Rows > 6 ? a[6] + aOffset : null;
        float* a7 = TShape.Rows > 7 ? a[7] + aOffset : null;
        for (nint k = 0; k < depth; k++, b += TShape.Vectors * TLanes.Count, ahead += aheadStep)
        {
            TLanes.Prefetch(ahead);
            var b0 = TLanes.Load(b);
            var b1 = TShape.Vectors > 1 ? TLanes.Load(b + TLanes.Count) : default;
            var b2 = TShape.Vectors > 2 ? TLanes.Load(b + 2 * TLanes.Count) : default;
            var x0 = TLanes.All(a0[k]);
            c00 = TLanes.MultiplyAdd(x0, b0, c00);
            if (TShape.Vectors > 1)
                c01 = TLanes.MultiplyAdd(x0, b1, c01);
            if (TShape.Vectors > 2)
                c02 = TLanes.MultiplyAdd(x0, b2, c02);
            var x1 = TLanes.All(a1[k]);
            c10 = TLanes.MultiplyAdd(x1, b0, c10);
            if (TShape.Vectors > 1)
                c11 = TLanes.MultiplyAdd(x1, b1, c11);
            if (TShape.Vectors > 2)
                c12 = TLanes.MultiplyAdd(x1, b2, c12);
            var x2 = TLanes.All(a2[k]);
            c20 = TLanes.MultiplyAdd(x2, b0, c20);
            if (TShape.Vectors > 1)
                c21 = TLanes.MultiplyAdd(x2, b1, c21);
            if (TShape.Vectors > 2)
                c22 = TLanes.MultiplyAdd(x2, b2, c22);
            var x3 = TLanes.All(a3[k]);
            c30 = TLanes.MultiplyAdd(x3, b0, c30);
            if (TShape.Vectors > 1)
                c31 = TLanes.MultiplyAdd(x3, b1, c31);
            if (TShape.Vectors > 2)
                c32 = TLanes.MultiplyAdd(x3, b2, c32);
            if (TShape.Rows > 4)
            {
                var x4 = TLanes.All(a4[k]);
                c40 = TLanes.MultiplyAdd(x4, b0, c40);
                if (TShape.Vectors > 1)
                    c41 = TLanes.MultiplyAdd(x4, b1, c41);
                if (TShape.Vectors > 2)
                    c42 = TLanes.MultiplyAdd(x4, b2, c42);
            }
            if (TShape.Rows > 5)
            {
                var x5 = TLanes.All(a5[k]);
                c50 = TLanes.MultiplyAdd(x5, b0, c50);
                if (TShape.Vectors > 1)
                    c51 = TLanes.MultiplyAdd(x5, b1, c51);
                if (TShape.Vectors > 2)
                    c52 = TLanes.MultiplyAdd(x5, b2, c52);
            }
            if (TShape.Rows > 6)
            {
                var x6 = TLanes.All(a6[k]);
                c60 = TLanes.MultiplyAdd(x6, b0, c60);
                if (TShape.Vectors > 1)
                    c61 = TLanes.MultiplyAdd(x6, b1, c61);
                if (TShape.Vectors > 2)
                    c62 = TLanes.MultiplyAdd(x6, b2, c62);
            }
            if (TShape.Rows > 7)
            {
                var x7 = TLanes.All(a7[k]);
                c70 = TLanes.MultiplyAdd(x7, b0, c70);
                if (TShape.Vectors > 1)
                    c71 = TLanes.MultiplyAdd(x7, b1, c71);
                if (TShape.Vectors > 2)
                    c72 = TLanes.MultiplyAdd(x7, b2, c72);
            }
        }

        Keep<TLanes, TShape>(c[0] + cOffset, c00, c01, c02);
        Keep<TLanes, TShape>(c[1] + cOffset, c10, c11, c12);
        Keep<TLanes, TShape>(c[2] + cOffset, c20, c21, c22);
        Keep<TLanes, TShape>(c[3] + cOffset, c30, c31, c32);
        if (TShape.Rows > 4)
            Keep<TLanes, TShape>(c[4] + cOffset, c40, c41, c42);
        if (TShape.Rows > 5)
            Keep<TLanes, TShape>(c[5] + cOffset, c50, c51, c52);
        if (TShape.Rows > 6)
            Keep<TLanes, TShape>(c[6] + cOffset, c60, c61, c62);
        if (TShape.Rows > 7)
            Keep<TLanes, TShape>(c[7] + cOffset, c70, c71, c72);
    }

    /// <summary>A's columns by pointer: C[r, j] = sum over k of a[k][aOffset + r] * b[k * bStride + j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns<TLanes, TShape>(
        nint depth, float** a, nint aOffset, float* b, nint bStride, float** c, nint cOffset, TileStart start, float* bias)
        where TLanes : unmanaged, ILanes<TLanes>
        where TShape : struct, ITileShape
    {
        TLanes c00 = default, c01 = default, c02 = default;
        TLanes c10 = default, c11 = default, c12 = default;
        TLanes c20 = default, c21 = default, c22 = default;
        TLanes c30 = default, c31 = default, c32 = default;
        TLanes c40 = default, c41 = default, c42 = default;
        TLanes c50 = default, c51 = default, c52 = default;
        TLanes c60 = default, c61 = default, c62 = default;
        TLanes c70 = default, c71 = default, c72 = default;
        if (start == TileStart.Target)
        {
            Fetch<TLanes, TShape>(c[0] + cOffset, out c00, out c01, out c02);
            Fetch<TLanes, TShape>(c[1] + cOffset, out c10, out c11, out c12);
            Fetch<TLanes, TShape>(c[2] + cOffset, out c20, out c21, out c22);
            Fetch<TLanes, TShape>(c[3] + cOffset, out c30, out c31, out c32);
            if (TShape.Rows > 4)
                Fetch<TLanes, TShape>(c[4] + cOffset, out c40, out c41, out c42);
            if (TShape.Rows > 5)
                Fetch<TLanes, TShape>(c[5] + cOffset, out c50, out c51, out c52);
            if (TShape.Rows > 6)
                Fetch<TLanes, TShape>(c[6] + cOffset, out c60, out c61, out c62);
            if (TShape.Rows > 7)
                Fetch<TLanes, TShape>(c[7] + cOffset, out c70, out c71, out c72);
        }
        else if (start == TileStart.Bias)
        {
            Fetch<TLanes, TShape>(bias, out c00, out c01, out c02);
            (c10, c11, c12) = (c00, c01, c02);
            (c20, c21, c22) = (c00, c01, c02);
            (c30, c31, c32) = (c00, c01, c02);
            (c40, c41, c42) = (c00, c01, c02);
            (c50, c51, c52) = (c00, c01, c02);
            (c60, c61, c62) = (c00, c01, c02);
            (c70, c71, c72) = (c00, c01, c02);
        }

        for (nint k = 0; k < depth; k++, b += bStride)
        {
            float* at = a[k] + aOffset;
            var b0 = TLanes.Load(b);
            var b1 = TShape.Vectors > 1 ? TLanes.Load(b + TLanes.Count) : default;
            var b2 = TShape.Vectors > 2 ? TLanes.Load(b + 2 * TLanes.Count) : default;
            var x0 = TLanes.All(at[0]);
            c00 = TLanes.MultiplyAdd(x0, b0, c00);
            if (TShape.Vectors > 1)
                c01 = TLanes.MultiplyAdd(x0, b1, c01);
            if (TShape.Vectors > 2)
                c02 = TLanes.MultiplyAdd(x0, b2, c02);
            var x1 = TLanes.All(at[1]);
            c10 = TLanes.MultiplyAdd(x1, b0, c10);
            if (TShape.Vectors > 1)
                c11 = TLanes.MultiplyAdd(x1, b1, c11);
            if (TShape.Vectors > 2)
                c12 = TLanes.MultiplyAdd(x1, b2, c12);
            var x2 = TLanes.All(at[2]);
            c20 = TLanes.MultiplyAdd(x2, b0, c20);
            if (TShape.Vectors > 1)
                c21 = TLanes.MultiplyAdd(x2, b1, c21);
            if (TShape.Vectors > 2)
                c22 = TLanes.MultiplyAdd(x2, b2, c22);
            var x3 = TLanes.All(at[3]);
            c30 = TLanes.MultiplyAdd(x3, b0, c30);
            if (TShape.Vectors > 1)
                c31 = TLanes.MultiplyAdd(x3, b1, c31);
            if (TShape.Vectors > 2)
                c32 = TLanes.MultiplyAdd(x3, b2, c32);
            if (TShape.Rows > 4)
            {
                var x4 = TLanes.All(at[4]);
                c40 = TLanes.MultiplyAdd(x4, b0, c40);
                if (TShape.Vectors > 1)
                    c41 = TLanes.MultiplyAdd(x4, b1, c41);
                if (TShape.Vectors > 2)
                    c42 = TLanes.MultiplyAdd(x4, b2, c42);
            }
            if (TShape.Rows > 5)
            {
                var x5 = TLanes.All(at[5]);
                c50 = TLanes.MultiplyAdd(x5, b0, c50);
                if (TShape.Vectors > 1)
                    c51 = TLanes.MultiplyAdd(x5, b1, c51);
                if (TShape.Vectors > 2)
                    c52 = TLanes.MultiplyAdd(x5, b2, c52);
            }
            if (TShape.Rows > 6)
            {
                var x6 = TLanes.All(at[6]);
                c60 = TLanes.MultiplyAdd(x6, b0, c60);
                if (TShape.Vectors > 1)
                    c61 = TLanes.MultiplyAdd(x6, b1, c61);
                if (TShape.Vectors > 2)
                    c62 = TLanes.MultiplyAdd(x6, b2, c62);
            }
            if (TShape.Rows > 7)
            {
                var x7 = TLanes.All(at[7]);
                c70 = TLanes.MultiplyAdd(x7, b0, c70);
                if (TShape.Vectors > 1)
                    c71 = TLanes.MultiplyAdd(x7, b1, c71);
                if (TShape.Vectors > 2)
                    c72 = TLanes.MultiplyAdd(x7, b2, c72);
            }
        }

        Keep<TLanes, TShape>(c[0] + cOffset, c00, c01, c02);
        Keep<TLanes, TShape>(c[1] + cOffset, c10, c11, c12);
        Keep<TLanes, TShape>(c[2] + cOffset, c20, c21, c22);
        Keep<TLanes, TShape>(c[3] + cOffset, c30, c31, c32);
        if (TShape.Rows > 4)
            Keep<TLanes, TShape>(c[4] + cOffset, c40, c41, c42);
        if (TShape.Rows > 5)
            Keep<TLanes, TShape>(c[5] + cOffset, c50, c51, c52);
        if (TShape.Rows > 6)
            Keep<TLanes, TShape>(c[6] + cOffset, c60, c61, c62);
        if (TShape.Rows > 7)
            Keep<TLanes, TShape>(c[7] + cOffset, c70, c71, c72);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch<TLanes, TShape>(float* source, out TLanes first, out TLanes second, out TLanes third)
        where TLanes : unmanaged, ILanes<TLanes>
        where TShape : struct, ITileShape
    {
        first = TLanes.Load(source);
        second = TShape.Vectors > 1 ? TLanes.Load(source + TLanes.Count) : default;
        third = TShape.Vectors > 2 ? TLanes.Load(source + 2 * TLanes.Count) : default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep<TLanes, TShape>(float* target, TLanes first, TLanes second, TLanes third)
        where TLanes : unmanaged, ILanes<TLanes>
        where TShape : struct, ITileShape
    {
        TLanes.Store(target, first);
        if (TShape.Vectors > 1)
            TLanes.Store(target + TLanes.Count, second);
        if (TShape.Vectors > 2)
            TLanes.Store(target + 2 * TLanes.Count, third);
    }
}
