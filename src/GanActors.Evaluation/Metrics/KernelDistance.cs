using System.Numerics.Tensors;
using GanActors.Engines.Cpu;
using GanActors.Evaluation.Features;
using GanActors.Randomness;

namespace GanActors.Evaluation.Metrics;

/// <summary>
/// The kernel distance of Binkowski et al. ("Demystifying MMD GANs", 2018), KID when the features are an Inception network's: the squared maximum
/// mean discrepancy with the polynomial kernel k(x, y) = (x y / d + 1)^3, d features, by the unbiased estimate of Gretton et al. (2012),
/// mean k(x, x') + mean k(y, y') - 2 mean k(x, y) over pairs of different items. Unlike FID its expectation does not depend on the number of
/// items; around 0, an estimate may be negative.
/// </summary>
/// <param name="Mean">The mean of the estimates of all blocks.</param>
/// <param name="StandardError">Standard deviation over blocks divided by the root of their number.</param>
/// <param name="Blocks">How many blocks.</param>
/// <param name="BlockSize">Items of either side in a block.</param>
/// <remarks>
/// The paper averages over subsets of 1,000 items. Here these are disjoint blocks of one random order (the block test of Zaremba, Gretton and
/// Blaschko, 2013), so that their estimates are independent and their spread yields an honest standard error.
/// </remarks>
public sealed record KernelDistance(double Mean, double StandardError, int Blocks, int BlockSize)
{
    /// <summary>Items in a block, if there are enough.</summary>
    public const int UsualBlock = 1_000;

    // Fewer items give smaller blocks, for one block alone has no spread.
    private const int FewestBlocks = 4;

    /// <summary>The least number of items on either side: blocks of two.</summary>
    public const int LeastItems = 2 * FewestBlocks;

    /// <summary>Computes the distance. A function of the features and the seed alone, for any number of threads.</summary>
    /// <param name="device">Whose threads compute.</param>
    /// <param name="left">Features.</param>
    /// <param name="right">Others.</param>
    /// <param name="seed">Shuffles both into blocks.</param>
    /// <exception cref="MixedExtractorsException">The features are of two extractors.</exception>
    /// <exception cref="ArgumentException">There are fewer than <see cref="LeastItems"/> on a side.</exception>
    public static KernelDistance Between(CpuDevice device, FeatureSet left, FeatureSet right, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(left);
        left.RequireSameExtractor(right);
        int count = Math.Min(left.Count, right.Count);
        if (count < LeastItems)
            throw new ArgumentException($"A kernel distance takes at least {LeastItems} items on each side, not {count}.", nameof(right));
        int size = Math.Min(UsualBlock, count / FewestBlocks), blocks = count / size;
        var orderLeft = new KeyedPermutation(new RandomStream(seed, StreamPurpose.Evaluation, 0, 0), left.Count);
        var orderRight = new KeyedPermutation(new RandomStream(seed, StreamPurpose.Evaluation, 1, 0), right.Count);
        double[] estimates = new double[blocks];
        float[] x = new float[size * left.Dimension], y = new float[size * left.Dimension];
        for (int block = 0; block < blocks; block++)
        {
            Gather(left, orderLeft, block * size, x);
            Gather(right, orderRight, block * size, y);
            estimates[block] = Unbiased(device, x, y, left.Dimension);
        }

        double mean = estimates.Average();
        double variance = estimates.Sum(estimate => (estimate - mean) * (estimate - mean)) / (blocks - 1);
        return new KernelDistance(mean, Math.Sqrt(variance / blocks), blocks, size);
    }

    /// <summary>The unbiased estimate of MMD^2 from all pairs.</summary>
    /// <param name="device">Whose threads compute.</param>
    /// <param name="x"><c>[items, dimension]</c>, at least two items.</param>
    /// <param name="y"><c>[items, dimension]</c>, at least two items.</param>
    /// <param name="dimension">Features of an item.</param>
    internal static double Unbiased(CpuDevice device, ReadOnlySpan<float> x, ReadOnlySpan<float> y, int dimension)
    {
        double m = x.Length / dimension, n = y.Length / dimension;
        var (all, same) = KernelSums(device, x, x, dimension);
        double within = (all - same) / (m * (m - 1));
        (all, same) = KernelSums(device, y, y, dimension);
        within += (all - same) / (n * (n - 1));
        return within - (2 * KernelSums(device, x, y, dimension).All / (m * n));
    }

    /// <summary>The sum of the kernel over all pairs, and over those of items of one number.</summary>
    /// <param name="device">Whose threads compute.</param>
    /// <param name="x"><c>[items, dimension]</c>.</param>
    /// <param name="y"><c>[items, dimension]</c>.</param>
    /// <param name="dimension">Features of an item.</param>
    internal static (double All, double Diagonal) KernelSums(CpuDevice device, ReadOnlySpan<float> x, ReadOnlySpan<float> y, int dimension)
    {
        int rows = x.Length / dimension, columns = y.Length / dimension;
        float[] products = new float[rows * columns];
        new ScalarProducts(device, y, dimension).With(x, products);
        double[] sums = new double[rows], diagonal = new double[rows];
        Parallel.For(0, rows, new ParallelOptions { MaxDegreeOfParallelism = device.Threads }, row =>
        {
            // Kernels are large and their differences small: doubles from here on.
            double[] kernel = new double[columns];
            TensorPrimitives.ConvertTruncating<float, double>(products.AsSpan(row * columns, columns), kernel);
            double sum = 0;
            for (int column = 0; column < columns; column++)
            {
                double value = (kernel[column] / dimension) + 1;
                value *= value * value;
                sum += value;
                if (column == row)
                    diagonal[row] = value;
            }

            sums[row] = sum;
        });
        return (sums.Sum(), diagonal.Sum());
    }

    private static void Gather(FeatureSet set, KeyedPermutation order, int first, float[] rows)
    {
        for (int i = 0; i < rows.Length / set.Dimension; i++)
            set[order[first + i]].CopyTo(rows.AsSpan(i * set.Dimension));
    }
}
