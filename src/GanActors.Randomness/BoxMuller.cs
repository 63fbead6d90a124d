using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GanActors.Randomness;

/// <summary>
/// Two uniform numbers to two normal ones (Box and Muller, 1958): sqrt(-2 ln(1 - u)) (cos 2 pi v, sin 2 pi v). The polynomials were fitted at
/// Chebyshev nodes; logarithm, sine and cosine are good to about 1e-7. Every operation is rounded on its own, so a machine with fused
/// multiply-add, one without and any width agree.
/// </summary>
internal static class BoxMuller
{
    private const float Ln2 = 0.693147181f;
    private const int HalfRoot = 0x3F3504F3;

    /// <summary>u and v in [0, 1), multiples of 2^-24.</summary>
    public static (float First, float Second) Pair(float u, float v)
    {
        // 1 - u lies in (0, 1], so the logarithm is finite. Its mantissa is brought to [sqrt(1/2), sqrt(2)).
        int bits = BitConverter.SingleToInt32Bits(1f - u) - HalfRoot;
        float exponent = bits >> 23;
        float f = BitConverter.Int32BitsToSingle((bits & 0x007FFFFF) + HalfRoot) - 1f;
        float p = 0.0697161147145f;
        p = p * f + -0.114797338466f;
        p = p * f + 0.116854199235f;
        p = p * f + -0.124256873315f;
        p = p * f + 0.142490576457f;
        p = p * f + -0.166678023195f;
        p = p * f + 0.200007157489f;
        p = p * f + -0.24999996958f;
        p = p * f + 0.3333333118f;
        float square = f * f;
        float logarithm = (p * (square * f) - square * 0.5f) + f + exponent * Ln2;
        float radius = MathF.Sqrt(MathF.Max(0f, -2f * logarithm));

        // In quarter turns the nearest whole number and the rest are exact.
        float turns = 4f * v;
        float quarter = MathF.Round(turns);
        float x = turns - quarter, t = x * x;
        float sine = 0.000158206303556f;
        sine = sine * t + -0.00468126625673f;
        sine = sine * t + 0.0796925827256f;
        sine = sine * t + -0.645964096147f;
        sine = (sine * t + 1.57079632679f) * x;
        float cosine = -2.4909228701e-5f;
        cosine = cosine * t + 0.000919196334318f;
        cosine = cosine * t + -0.0208634750589f;
        cosine = cosine * t + 0.253669507723f;
        cosine = cosine * t + -1.23370055014f;
        cosine = cosine * t + 1f;

        int whole = (int)quarter;
        if ((whole & 1) != 0)
            (sine, cosine) = (cosine, sine);
        return (radius * Signed(cosine, whole + 1), radius * Signed(sine, whole));
    }

    /// <inheritdoc cref="Pair(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> First, Vector256<float> Second) Pair(Vector256<float> u, Vector256<float> v)
    {
        var bits = (Vector256.Create(1f) - u).AsInt32() - Vector256.Create(HalfRoot);
        var exponent = Vector256.ConvertToSingle(bits >> 23);
        var f = ((bits & Vector256.Create(0x007FFFFF)) + Vector256.Create(HalfRoot)).AsSingle() - Vector256.Create(1f);
        var p = Vector256.Create(0.0697161147145f);
        p = p * f + Vector256.Create(-0.114797338466f);
        p = p * f + Vector256.Create(0.116854199235f);
        p = p * f + Vector256.Create(-0.124256873315f);
        p = p * f + Vector256.Create(0.142490576457f);
        p = p * f + Vector256.Create(-0.166678023195f);
        p = p * f + Vector256.Create(0.200007157489f);
        p = p * f + Vector256.Create(-0.24999996958f);
        p = p * f + Vector256.Create(0.3333333118f);
        var square = f * f;
        var logarithm = (p * (square * f) - square * Vector256.Create(0.5f)) + f + exponent * Vector256.Create(Ln2);
        var radius = Vector256.Sqrt(Vector256.MaxNative(Vector256<float>.Zero, Vector256.Create(-2f) * logarithm));

        var turns = Vector256.Create(4f) * v;
        var quarter = Vector256.Round(turns);
        var x = turns - quarter;
        var t = x * x;
        var sine = Vector256.Create(0.000158206303556f);
        sine = sine * t + Vector256.Create(-0.00468126625673f);
        sine = sine * t + Vector256.Create(0.0796925827256f);
        sine = sine * t + Vector256.Create(-0.645964096147f);
        sine = (sine * t + Vector256.Create(1.57079632679f)) * x;
        var cosine = Vector256.Create(-2.4909228701e-5f);
        cosine = cosine * t + Vector256.Create(0.000919196334318f);
        cosine = cosine * t + Vector256.Create(-0.0208634750589f);
        cosine = cosine * t + Vector256.Create(0.253669507723f);
        cosine = cosine * t + Vector256.Create(-1.23370055014f);
        cosine = cosine * t + Vector256.Create(1f);

        var whole = Vector256.ConvertToInt32Native(quarter);
        var odd = Vector256.Equals(whole & Vector256.Create(1), Vector256.Create(1)).AsSingle();
        var first = Vector256.ConditionalSelect(odd, sine, cosine);
        var second = Vector256.ConditionalSelect(odd, cosine, sine);
        return (radius * Signed(first, whole + Vector256.Create(1)), radius * Signed(second, whole));
    }

    // Negative in the third and fourth quarter.
    private static float Signed(float value, int quarter) =>
        BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) ^ ((quarter & 2) << 30));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Signed(Vector256<float> value, Vector256<int> quarter) =>
        (value.AsInt32() ^ ((quarter & Vector256.Create(2)) << 30)).AsSingle();
}
