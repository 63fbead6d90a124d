using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GanActors.Engines.Cpu.Lanes;

/// <summary>Sixteen lanes: AVX-512. 8 x 3 accumulators, 3 columns and 1 row value take 28 of the 32 registers.</summary>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct Lanes512(Vector512<float> register) : ILanes<Lanes512>
{
    private readonly Vector512<float> _register = register;

    public static int Count => 16;

    public static int TileRows => 8;

    public static int TileVectors => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 left, Lanes512 right) => new(left._register + right._register);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 left, Lanes512 right) => new(left._register - right._register);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 left, Lanes512 right) => new(left._register * right._register);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator /(Lanes512 left, Lanes512 right) => new(left._register / right._register);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, Lanes512 value) => value._register.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* source)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(source);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 All(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyAdd(Lanes512 a, Lanes512 b, Lanes512 c) =>
        new(Vector512.FusedMultiplyAdd(a._register, b._register, c._register));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Max(Lanes512 bound, Lanes512 value) => new(Vector512.MaxNative(bound._register, value._register));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Min(Lanes512 bound, Lanes512 value) => new(Vector512.MinNative(bound._register, value._register));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Abs(Lanes512 value) => new(Vector512.Abs(value._register));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Sqrt(Lanes512 value) => new(Vector512.Sqrt(value._register));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Round(Lanes512 value) => new(Vector512.Round(value._register));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Scale(Lanes512 value, Lanes512 exponent) =>
        new(value._register * ((Vector512.ConvertToInt32(exponent._register) + Vector512.Create(127)) << 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 IfGreater(Lanes512 left, Lanes512 right, Lanes512 yes, Lanes512 no) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(left._register, right._register), yes._register, no._register));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 WithSign(Lanes512 magnitude, Lanes512 sign) =>
        new(Vector512.ConditionalSelect(Vector512.Create(-0f), sign._register, magnitude._register));

    // Each 128-bit lane transposes four rows of its own, so whole columns come out in order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* source, nint sourceStride, float* target, nint targetStride)
    {
        for (nint column = 0; column < 16; column += 4)
        {
            var row0 = EveryFourth(source + column, sourceStride);
            var row1 = EveryFourth(source + sourceStride + column, sourceStride);
            var row2 = EveryFourth(source + 2 * sourceStride + column, sourceStride);
            var row3 = EveryFourth(source + 3 * sourceStride + column, sourceStride);
            var low01 = Avx512F.UnpackLow(row0, row1);
            var low23 = Avx512F.UnpackLow(row2, row3);
            var high01 = Avx512F.UnpackHigh(row0, row1);
            var high23 = Avx512F.UnpackHigh(row2, row3);
            float* at = target + column * targetStride;
            Avx512F.Shuffle(low01, low23, 0x44).Store(at);
            Avx512F.Shuffle(low01, low23, 0xEE).Store(at + targetStride);
            Avx512F.Shuffle(high01, high23, 0x44).Store(at + 2 * targetStride);
            Avx512F.Shuffle(high01, high23, 0xEE).Store(at + 3 * targetStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> EveryFourth(float* source, nint stride) => Vector512.Create(
        Vector256.Create(Vector128.Load(source), Vector128.Load(source + 4 * stride)),
        Vector256.Create(Vector128.Load(source + 8 * stride), Vector128.Load(source + 12 * stride)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lanes512 value) => Vector512.Sum(value._register);
}
