using GanActors.Engines.Cpu;
using GanActors.Evaluation.Features;
using GanActors.Evaluation.Metrics;

namespace GanActors.Evaluation.Mixtures;

/// <summary>
/// How far generators that make items together are from the data, for any weights. Both distances are closed forms of the weights, so that nothing is drawn
/// to try some: with K the mean kernels between the generators' items, c those with real items and r that among real ones, the kernel distance is
/// r + w'Kw - 2 c'w; the Frechet distance is that of the mixture's moments.
/// </summary>
public sealed class GeneratorMixture
{
    private readonly FeatureSet _realFeatures;
    private readonly double[,] _among;
    private readonly double[] _withReal;
    private readonly double _real;
    private readonly GaussianMoments _moments;
    private readonly GaussianMoments[] _parts;

    internal GeneratorMixture(CpuDevice device, FeatureSet real, GaussianMoments moments, IReadOnlyList<FeatureSet> members)
    {
        _realFeatures = real;
        _moments = moments;
        int count = members.Count;
        _among = new double[count, count];
        _withReal = new double[count];
        _real = Apart(device, real, real);
        for (int i = 0; i < count; i++)
        {
            members[i].RequireSameExtractor(real);
            var (all, _) = KernelDistance.KernelSums(device, members[i].Values.Span, real.Values.Span, real.Dimension);
            _withReal[i] = all / ((double)members[i].Count * real.Count);
            for (int j = 0; j <= i; j++)
                _among[i, j] = _among[j, i] = Apart(device, members[i], members[j]);
        }

        _parts = [.. members.Select(member => GaussianMoments.Of(member, device.Threads))];
    }

    /// <summary>How many generators there are.</summary>
    public int Count => _parts.Length;

    /// <summary>The name of what the distances are measured with.</summary>
    public string Extractor => _realFeatures.Extractor.Name;

    /// <summary>The unbiased kernel distance; see <see cref="KernelDistance"/>.</summary>
    /// <param name="weights">One a generator; their sum is 1.</param>
    public double Kid(ReadOnlySpan<double> weights)
    {
        double distance = _real;
        for (int i = 0; i < weights.Length; i++)
        {
            distance -= 2 * weights[i] * _withReal[i];
            for (int j = 0; j < weights.Length; j++)
                distance += weights[i] * weights[j] * _among[i, j];
        }

        return distance;
    }

    /// <summary>The Frechet distance; see <see cref="FrechetDistance"/>.</summary>
    /// <param name="weights">One a generator; their sum is 1.</param>
    public double Fid(ReadOnlySpan<double> weights) => FrechetDistance.Between(_moments, GaussianMoments.Mixed(_parts, weights));

    // Items of one number are made of the same noise, so no pair of them is of two independent items, whoever made them.
    private static double Apart(CpuDevice device, FeatureSet left, FeatureSet right)
    {
        var (all, same) = KernelDistance.KernelSums(device, left.Values.Span, right.Values.Span, left.Dimension);
        return (all - same) / ((double)left.Count * (right.Count - 1));
    }
}
