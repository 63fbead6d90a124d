using GanActors.Cells;
using GanActors.Randomness;

namespace GanActors.Grains.Cells;

/// <summary>A (1+1) evolution strategy on mixture weights: w' = max(0, w + N(0, s)), made to sum to 1, is kept if it is better.</summary>
internal static class MixtureSearch
{
    /// <summary>The best weights found.</summary>
    /// <param name="spec">How many attempts, and s.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="distance">What shall become less.</param>
    /// <param name="seed">Of the one who searches.</param>
    /// <param name="epoch">Epochs done: another search in every one.</param>
    public static double[] From(MixtureSpec spec, ReadOnlySpan<double> start, Func<double[], double> distance, ulong seed, long epoch)
    {
        double[] best = start.ToArray();
        if (best.Length == 1)
            return best;
        double least = distance(best);
        float[] normal = new float[best.Length];
        for (int attempt = 0; attempt < spec.Generations; attempt++)
        {
            new RandomStream(seed, StreamPurpose.Mixture, 0, ((ulong)epoch << 32) | (uint)attempt).Normal(normal);
            double[] tried = [.. best.Zip(normal, (weight, move) => Math.Max(0, weight + (spec.Deviation * move)))];
            double sum = tried.Sum();
            if (!(sum > 0))
                continue;
            for (int i = 0; i < tried.Length; i++)
                tried[i] /= sum;
            double reached = distance(tried);
            if (reached < least)
                (best, least) = (tried, reached);
        }

        return best;
    }
}
