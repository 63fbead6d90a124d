using System.Runtime.CompilerServices;

namespace GanActors.Engines.Cpu.Lanes;

/// <summary>
/// The functions activations are made of, to about one unit in the last place. Polynomials are Taylor's or were fitted for these ranges
/// (Chebyshev nodes); what they leave is named at each.
/// </summary>
internal static class LaneMath
{
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts, the first with so few bits that its product with any exponent is exact (Cody and Waite, 1980).
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>e^x; below -87 and above 88 as at these bounds, so that no lane leaves the range of normal floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        x = TLanes.Min(TLanes.All(88f), TLanes.Max(TLanes.All(-87f), x));
        var exponent = TLanes.Round(x * TLanes.All(Log2E));
        return TLanes.Scale(TLanes.All(1f) + ReducedExpm1(x, exponent), exponent);
    }

    /// <summary>e^x - 1 without cancellation near 0; the same bounds as <see cref="Exp"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Expm1<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        x = TLanes.Min(TLanes.All(88f), TLanes.Max(TLanes.All(-87f), x));
        var exponent = TLanes.Round(x * TLanes.All(Log2E));
        return TLanes.Scale(ReducedExpm1(x, exponent), exponent) + (TLanes.Scale(TLanes.All(1f), exponent) - TLanes.All(1f));
    }

    /// <summary>The hyperbolic tangent: an odd polynomial (error 1.7e-8) below 5/8, else 1 - 2 / (e^2x + 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var magnitude = TLanes.Abs(x);
        var one = TLanes.All(1f);
        var far = one - TLanes.All(2f) / (one + Exp(magnitude + magnitude));

        var square = x * x;
        var near = TLanes.MultiplyAdd(square, TLanes.All(-0.00609671416591f), TLanes.All(0.0209971789991f));
        near = TLanes.MultiplyAdd(square, near, TLanes.All(-0.0538509095785f));
        near = TLanes.MultiplyAdd(square, near, TLanes.All(0.13332769737f));
        near = TLanes.MultiplyAdd(square, near, TLanes.All(-0.333333289441f));
        near = TLanes.MultiplyAdd(square * x, near, x);
        return TLanes.IfGreater(magnitude, TLanes.All(0.625f), TLanes.WithSign(far, x), near);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.All(1f) / (TLanes.All(1f) + Exp(TLanes.All(0f) - x));

    /// <summary>log(1 + e^x) = max(x, 0) + log1p(e^-|x|), the logarithm as 2 artanh(z / (2 + z)), whose series to the 13th power leaves 1e-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Softplus<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var z = Exp(TLanes.All(0f) - TLanes.Abs(x));
        var s = z / (z + TLanes.All(2f));
        var square = s * s;
        var p = TLanes.MultiplyAdd(square, TLanes.All(2f / 13), TLanes.All(2f / 11));
        p = TLanes.MultiplyAdd(square, p, TLanes.All(2f / 9));
        p = TLanes.MultiplyAdd(square, p, TLanes.All(2f / 7));
        p = TLanes.MultiplyAdd(square, p, TLanes.All(2f / 5));
        p = TLanes.MultiplyAdd(square, p, TLanes.All(2f / 3));
        p = TLanes.MultiplyAdd(square, p, TLanes.All(2f));
        return TLanes.MultiplyAdd(s, p, TLanes.Max(TLanes.All(0f), x));
    }

    /// <summary>
    /// The normal distribution function, (1 + erf(x / sqrt 2)) / 2: an odd polynomial (error 1.2e-9) near 0, else through e^(z z) erfc(z), a polynomial in
    /// 1 / (1 + z / 2) (relative error 7e-9), so that the lower tail keeps its digits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes NormalDistribution<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var z = x * TLanes.All(0.707106781f);
        var magnitude = TLanes.Abs(z);
        var square = z * z;
        var near = TLanes.MultiplyAdd(square, TLanes.All(7.87587506269e-5f), TLanes.All(-0.000801686428717f));
        near = TLanes.MultiplyAdd(square, near, TLanes.All(0.00518908742343f));
        near = TLanes.MultiplyAdd(square, near, TLanes.All(-0.0268542120106f));
        near = TLanes.MultiplyAdd(square, near, TLanes.All(0.112835947152f));
        near = TLanes.MultiplyAdd(square, near, TLanes.All(-0.376126266667f));
        near = TLanes.MultiplyAdd(square, near, TLanes.All(1.12837916585f));
        near = TLanes.MultiplyAdd(z * TLanes.All(0.5f), near, TLanes.All(0.5f));

        var t = TLanes.All(1f) / TLanes.MultiplyAdd(magnitude, TLanes.All(0.5f), TLanes.All(1f));
        var far = TLanes.MultiplyAdd(t, TLanes.All(0.0934273106849f), TLanes.All(-0.226053446297f));
        far = TLanes.MultiplyAdd(t, far, TLanes.All(0.0821762159466f));
        far = TLanes.MultiplyAdd(t, far, TLanes.All(0.0612105562998f));
        far = TLanes.MultiplyAdd(t, far, TLanes.All(0.178692794375f));
        far = TLanes.MultiplyAdd(t, far, TLanes.All(0.246985315063f));
        far = TLanes.MultiplyAdd(t, far, TLanes.All(0.282036747144f));
        far = TLanes.MultiplyAdd(t, far, TLanes.All(0.282098563241f));
        far = far * t * TLanes.All(0.5f) * Exp(TLanes.All(0f) - square);
        far = TLanes.IfGreater(z, TLanes.All(0f), TLanes.All(1f) - far, far);
        return TLanes.IfGreater(magnitude, TLanes.All(1f), far, near);
    }

    /// <summary>The density of the normal distribution.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes NormalDensity<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.All(0.398942280f) * Exp(TLanes.All(-0.5f) * x * x);

    // e^r - 1 for the remainder r in +-ln(2)/2: Taylor to the seventh power leaves 5e-9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ReducedExpm1<TLanes>(TLanes x, TLanes exponent)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var r = TLanes.MultiplyAdd(exponent, TLanes.All(-Ln2Low), TLanes.MultiplyAdd(exponent, TLanes.All(-Ln2High), x));
        var p = TLanes.MultiplyAdd(r, TLanes.All(1f / 5040), TLanes.All(1f / 720));
        p = TLanes.MultiplyAdd(r, p, TLanes.All(1f / 120));
        p = TLanes.MultiplyAdd(r, p, TLanes.All(1f / 24));
        p = TLanes.MultiplyAdd(r, p, TLanes.All(1f / 6));
        p = TLanes.MultiplyAdd(r, p, TLanes.All(0.5f));
        return TLanes.MultiplyAdd(r * r, p, r);
    }
}
