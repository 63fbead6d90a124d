namespace GanActors.Populations.Tests;

/// <summary>Functions that optimisers are commonly compared on (Dixon and Szegő, 1978).</summary>
internal static class TestFunctions
{
    private static readonly double[] Heights = [1, 1.2, 3, 3.2];

    private static readonly double[][] Widths =
        [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];

    private static readonly double[][] Centres =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    /// <summary>Of two numbers in [-5, 10] and [0, 15]; least 0.397887.</summary>
    public static double Branin(double x, double y)
    {
        double valley = y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6;
        return (valley * valley) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    }

    /// <summary>Of six numbers in [0, 1]; least -3.32237.</summary>
    public static double Hartmann(double[] x) => -Heights.Zip(Widths, Centres)
        .Sum(hill => hill.First * Math.Exp(-Enumerable.Range(0, x.Length).Sum(j => hill.Second[j] * (x[j] - hill.Third[j]) * (x[j] - hill.Third[j]))));
}
