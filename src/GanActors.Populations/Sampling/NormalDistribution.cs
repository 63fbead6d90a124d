namespace GanActors.Populations.Sampling;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    private static readonly double RootOfTwoPi = Math.Sqrt(2 * Math.PI);

    /// <summary>Its density.</summary>
    public static double Density(double x) => Math.Exp(-0.5 * x * x) / RootOfTwoPi;

    /// <summary>Probability of less than <paramref name="x"/>, good to 7.5e-8: Abramowitz and Stegun (1964), 26.2.17.</summary>
    public static double Cumulative(double x)
    {
        double t = 1 / (1 + (0.2316419 * Math.Abs(x)));
        double tail = Density(x) * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return x < 0 ? tail : 1 - tail;
    }

    /// <summary>A normal number of each two uniform ones: Box and Muller (1958).</summary>
    /// <param name="first">In [0, 1).</param>
    /// <param name="second">In [0, 1).</param>
    public static double From(double first, double second) => Math.Sqrt(-2 * Math.Log(1 - first)) * Math.Cos(2 * Math.PI * second);
}
