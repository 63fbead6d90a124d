using System.Collections.Immutable;

namespace GanActors.Datasets;

/// <summary>
/// Which source pixels make one target pixel, along one axis, and how much each counts: the cubic of Keys, "Cubic convolution interpolation"
/// (1981), with a = -0.5 (Catmull and Rom's spline), stretched over the source pixels that one target pixel covers, so that reducing does not
/// alias. A polynomial, and so the same on every machine.
/// </summary>
/// <param name="First">The first source pixel of each target pixel.</param>
/// <param name="Weights">The weights from there on; they add up to 1.</param>
internal sealed record ResampleWeights(ImmutableArray<int> First, ImmutableArray<float[]> Weights)
{
    // The cubic ends two pixels from its middle.
    private const double Support = 2;

    /// <summary>Weights for a stretch of the source.</summary>
    /// <param name="source">Pixels of the source.</param>
    /// <param name="start">Where the stretch begins, in pixels from the source's edge.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="target">Pixels it becomes.</param>
    public static ResampleWeights Of(int source, double start, double length, int target)
    {
        double scale = length / target, stretch = Math.Max(scale, 1);
        var first = ImmutableArray.CreateBuilder<int>(target);
        var weights = ImmutableArray.CreateBuilder<float[]>(target);
        for (int i = 0; i < target; i++)
        {
            double centre = start + ((i + 0.5) * scale);
            int low = Math.Clamp((int)Math.Floor(centre - (Support * stretch)), 0, source - 1);
            int high = Math.Clamp((int)Math.Ceiling(centre + (Support * stretch)), low + 1, source);
            double[] exact = new double[high - low];
            for (int j = low; j < high; j++)
                exact[j - low] = Cubic((j + 0.5 - centre) / stretch);
            double sum = exact.Sum();
            first.Add(low);
            weights.Add([.. exact.Select(weight => (float)(weight / sum))]);
        }

        return new ResampleWeights(first.MoveToImmutable(), weights.MoveToImmutable());
    }

    private static double Cubic(double x)
    {
        x = Math.Abs(x);
        if (x < 1)
            return (((1.5 * x) - 2.5) * x * x) + 1;
        return x < Support ? (((((-0.5 * x) + 2.5) * x) - 4) * x) + 2 : 0;
    }
}
