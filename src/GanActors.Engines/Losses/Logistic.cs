namespace GanActors.Engines.Losses;

/// <summary>The logistic function and its integral, without overflow.</summary>
internal static class Logistic
{
    /// <summary>1 / (1 + e^-x).</summary>
    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>log(1 + e^x).</summary>
    public static double Softplus(double x)
    {
        double small = Math.Exp(-Math.Abs(x));
        // log1p by the correction that makes log(1 + z) exact in the last place (Kahan).
        double sum = 1 + small;
        double log1p = sum == 1 ? small : Math.Log(sum) * (small / (sum - 1));
        return Math.Max(x, 0) + log1p;
    }
}
