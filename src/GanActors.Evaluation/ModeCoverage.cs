using System.Collections.Immutable;
using GanActors.Evaluation.Metrics;

namespace GanActors.Evaluation;

/// <summary>
/// How much of a mixture of round Gaussians in the plane a generator has found, as Srivastava et al. ("VEEGAN", 2017) and Lin et al.
/// ("PacGAN", 2018) count it: a sample is of high quality if it lies within three standard deviations of the mode nearest to it, and a mode
/// is captured if it is the nearest of at least one sample of high quality. The papers draw <see cref="Samples"/> samples.
/// </summary>
/// <param name="Hits">Samples of high quality at each mode, in the order of the modes.</param>
/// <param name="Count">All samples.</param>
public sealed record ModeCoverage(ImmutableArray<int> Hits, int Count)
{
    /// <summary>How many samples the papers draw.</summary>
    public const int Samples = 2_500;

    private const float Deviations = 3f;

    /// <summary>How many modes there are.</summary>
    public int Modes => Hits.Length;

    /// <summary>How many of them are captured.</summary>
    public int Captured => Hits.Count(hits => hits > 0);

    /// <summary>The share of samples of high quality, in [0, 1].</summary>
    public double HighQuality => (double)Hits.Sum() / Count;

    /// <summary>
    /// KL in nats of the modes of the samples of high quality from equally frequent modes, which the data's are (Lin et al., 2018); NaN if no sample is of high quality.
    /// </summary>
    public double ReverseKl => Hits.Sum() == 0 ? double.NaN : new Histogram(Hits).ReverseKl([.. Enumerable.Repeat(1.0 / Modes, Modes)]);

    /// <summary>Counts.</summary>
    /// <param name="points">Samples, <c>[count, 2]</c>, at least one. A point that is not finite is near no mode.</param>
    /// <param name="centres">The modes' centres, <c>[modes, 2]</c>, at least one.</param>
    /// <param name="standardDeviation">Of each coordinate about its centre.</param>
    /// <exception cref="ArgumentException">There are no points or no centres, or half a one.</exception>
    public static ModeCoverage Of(ReadOnlySpan<float> points, ReadOnlySpan<float> centres, float standardDeviation)
    {
        Require(points, nameof(points));
        Require(centres, nameof(centres));
        ArgumentOutOfRangeException.ThrowIfNegative(standardDeviation);
        float reach = Deviations * standardDeviation;
        int[] hits = new int[centres.Length / 2];
        for (int i = 0; i < points.Length; i += 2)
        {
            var (mode, square) = Nearest(points[i], points[i + 1], centres);
            if (square <= reach * reach)
                hits[mode]++;
        }

        return new ModeCoverage([.. hits], points.Length / 2);
    }

    private static (int Mode, float SquaredDistance) Nearest(float x, float y, ReadOnlySpan<float> centres)
    {
        var (mode, least) = (0, float.PositiveInfinity);
        for (int i = 0; i < centres.Length; i += 2)
        {
            float dx = x - centres[i], dy = y - centres[i + 1];
            float square = (dx * dx) + (dy * dy);
            if (square < least)
                (mode, least) = (i / 2, square);
        }

        return (mode, least);
    }

    private static void Require(ReadOnlySpan<float> coordinates, string name)
    {
        if (coordinates.IsEmpty || coordinates.Length % 2 != 0)
            throw new ArgumentException($"Points of the plane have two coordinates each; {coordinates.Length} make no number of points.", name);
    }
}
