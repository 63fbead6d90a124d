using System.Numerics.Tensors;
using GanActors.Runs;
using MathNet.Numerics.LinearAlgebra;

namespace GanActors.Evaluation.Features;

/// <summary>Mean and unbiased covariance of features, in double precision: all that the Frechet distance looks at.</summary>
public sealed class GaussianMoments
{
    private GaussianMoments(ExtractorId extractor, int count, Vector<double> mean, Matrix<double> covariance)
    {
        Extractor = extractor;
        Count = count;
        Mean = mean;
        Covariance = covariance;
    }

    /// <summary>What made the features.</summary>
    public ExtractorId Extractor { get; }

    /// <summary>Of how many items.</summary>
    public int Count { get; }

    /// <summary>How many features.</summary>
    public int Dimension => Mean.Count;

    /// <summary>Whether there are enough items for the covariance to have full rank: more than features.</summary>
    public bool HasEnoughItems => Count > Dimension;

    internal Vector<double> Mean { get; }

    internal Matrix<double> Covariance { get; }

    /// <summary>The moments of a mixture: the mean of the means, and what the parts vary within themselves and among each other.</summary>
    /// <param name="parts">At least one, of one extractor.</param>
    /// <param name="weights">As many; their sum is 1.</param>
    /// <exception cref="MixedExtractorsException">The parts are of several extractors.</exception>
    internal static GaussianMoments Mixed(IReadOnlyList<GaussianMoments> parts, ReadOnlySpan<double> weights)
    {
        var first = parts[0];
        var mean = Vector<double>.Build.Dense(first.Dimension);
        var square = Matrix<double>.Build.Dense(first.Dimension, first.Dimension);
        int count = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            MixedExtractorsException.Require(first.Extractor, part.Extractor);
            mean += weights[i] * part.Mean;
            square += weights[i] * (part.Covariance + part.Mean.OuterProduct(part.Mean));
            count += part.Count;
        }

        return new GaussianMoments(first.Extractor, count, mean, square - mean.OuterProduct(mean));
    }

    /// <summary>Takes the moments. The same for any number of threads.</summary>
    /// <param name="features">At least two items.</param>
    /// <param name="threads">How many threads share the work.</param>
    /// <exception cref="ArgumentException">There is one item, which has no covariance.</exception>
    public static GaussianMoments Of(FeatureSet features, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(features);
        int count = features.Count, dimension = features.Dimension;
        if (count < 2)
            throw new ArgumentException("A covariance needs at least two items.", nameof(features));
        // Feature by feature, and centred before anything is squared, so that nothing cancels.
        double[][] centred = new double[dimension][];
        double[] mean = new double[dimension];
        var share = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, dimension, share, feature =>
        {
            var values = features.Values.Span;
            double[] column = new double[count];
            double sum = 0;
            for (int item = 0; item < count; item++)
            {
                column[item] = values[(item * dimension) + feature];
                sum += column[item];
            }

            mean[feature] = sum / count;
            TensorPrimitives.Subtract(column, mean[feature], column);
            centred[feature] = column;
        });
        var covariance = Matrix<double>.Build.Dense(dimension, dimension);
        Parallel.For(0, dimension, share, row =>
        {
            for (int column = row; column < dimension; column++)
            {
                double value = TensorPrimitives.Dot<double>(centred[row], centred[column]) / (count - 1);
                covariance[row, column] = value;
                covariance[column, row] = value;
            }
        });
        return new GaussianMoments(features.Extractor, count, Vector<double>.Build.Dense(mean), covariance);
    }
}
