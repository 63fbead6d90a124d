using GanActors.Engines.Cpu;
using GanActors.Evaluation.Distances;
using GanActors.Evaluation.Features;

namespace GanActors.Evaluation.Metrics;

/// <summary>
/// How far generated and real items share one manifold, told by balls about items that reach to their k-th nearest neighbour of the same set.
/// All but the density are shares in [0, 1].
/// </summary>
/// <param name="Precision">
/// Share of generated items within a ball (k = 3) of a real one (Kynkaanniemi et al., "Improved Precision and Recall Metric for Assessing
/// Generative Models", 2019): how real they look.
/// </param>
/// <param name="Recall">Share of real items within a ball (k = 3) of a generated one (the same): how much of the data is made.</param>
/// <param name="Density">
/// 1/(k m) sum over m generated items of the number of real balls (k = 5) they are in (Naeem et al., "Reliable Fidelity and Diversity Metrics for
/// Generative Models", 2020): precision that one outlying real item cannot raise. About 1 for the data themselves; may be above.
/// </param>
/// <param name="Coverage">Share of real balls (k = 5) that hold a generated item (the same): recall that outlying generated items cannot raise.</param>
public sealed record ManifoldOverlap(double Precision, double Recall, double Density, double Coverage)
{
    /// <summary>The k of precision and recall.</summary>
    public const int PrecisionNeighbours = 3;

    /// <summary>The k of density and coverage.</summary>
    public const int DensityNeighbours = 5;

    /// <summary>Computes all four. The same for any number of threads.</summary>
    /// <param name="device">Whose threads compute.</param>
    /// <param name="real">Features of real items.</param>
    /// <param name="generated">Features of generated items.</param>
    /// <exception cref="MixedExtractorsException">The features are of two extractors.</exception>
    /// <exception cref="ArgumentException">An item has not enough neighbours.</exception>
    public static ManifoldOverlap Of(CpuDevice device, FeatureSet real, FeatureSet generated)
    {
        ArgumentNullException.ThrowIfNull(real);
        real.RequireSameExtractor(generated);
        if (real.Count <= DensityNeighbours || generated.Count <= DensityNeighbours)
            throw new ArgumentException($"Every item needs {DensityNeighbours} neighbours; there are {real.Count} and {generated.Count} items.", nameof(generated));

        var nearReal = NearestNeighbours.Among(device, real.Values, real.Dimension, DensityNeighbours);
        var nearGenerated = NearestNeighbours.Among(device, generated.Values, generated.Dimension, PrecisionNeighbours);
        float[] small = Reach(nearReal, real.Count, PrecisionNeighbours), large = Reach(nearReal, real.Count, DensityNeighbours);
        float[] own = Reach(nearGenerated, generated.Count, PrecisionNeighbours);
        bool[] inside = new bool[generated.Count];
        int[] balls = new int[generated.Count];
        // Several threads may say of one real item that it is met, and all say the same.
        bool[] recalled = new bool[real.Count], covered = new bool[real.Count];
        float[] squares = SquaredDistances.Squares(generated.Values.Span, generated.Dimension);
        for (int first = 0; first < real.Count; first += SquaredDistances.BlockOfOthers)
        {
            int count = Math.Min(SquaredDistances.BlockOfOthers, real.Count - first);
            var block = real.Values.Slice(first * real.Dimension, count * real.Dimension);
            SquaredDistances.Visit(device, generated.Values, squares, block, first, real.Dimension, (point, start, distances) =>
            {
                int met = 0;
                bool within = false;
                for (int i = 0; i < distances.Length; i++)
                {
                    float distance = distances[i];
                    within |= distance <= small[start + i];
                    if (distance <= large[start + i])
                    {
                        met++;
                        covered[start + i] = true;
                    }

                    if (distance <= own[point])
                        recalled[start + i] = true;
                }

                inside[point] |= within;
                balls[point] += met;
            });
        }

        return new ManifoldOverlap(
            Share(inside), Share(recalled), balls.Sum(count => (long)count) / ((double)DensityNeighbours * generated.Count), Share(covered));
    }

    private static float[] Reach(NearestNeighbours nearest, int count, int rank) =>
        [.. Enumerable.Range(0, count).Select(point => (float)nearest.Squared(point, rank))];

    private static double Share(bool[] items) => (double)items.Count(item => item) / items.Length;
}
