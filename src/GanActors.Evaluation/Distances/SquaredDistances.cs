using System.Numerics.Tensors;
using GanActors.Engines.Cpu;

namespace GanActors.Evaluation.Distances;

/// <summary>What is done with the squared distances of one point to a block of others; points come on several threads.</summary>
/// <param name="point">Its number.</param>
/// <param name="first">The number of the block's first.</param>
/// <param name="distances">One for each of the block.</param>
internal delegate void DistanceRow(int point, int first, Span<float> distances);

/// <summary>
/// Squared Euclidean distances between two sets of rows, a block at a time: |x|^2 + |y|^2 - 2 x y with the products from the device's matrix
/// product, cut off at 0. Rounding is that of the squares, so what must be exact is to be computed again from the rows (<see cref="Exact"/>).
/// </summary>
internal static class SquaredDistances
{
    private const int BlockOfPoints = 512;

    /// <summary>Others are best cut into blocks of this many rows.</summary>
    public const int BlockOfOthers = 2_048;

    /// <summary>Visits the distances of every point to a block of others.</summary>
    /// <param name="device">Whose threads compute.</param>
    /// <param name="points"><c>[points, columns]</c>.</param>
    /// <param name="squares">|x|^2 of each point, by <see cref="Squares"/>.</param>
    /// <param name="others"><c>[others, columns]</c>.</param>
    /// <param name="first">The number of the first of them, as the visitor is told.</param>
    /// <param name="columns">Numbers in a row.</param>
    /// <param name="visit">Called once for each point, on several threads.</param>
    public static void Visit(
        CpuDevice device, ReadOnlyMemory<float> points, float[] squares, ReadOnlyMemory<float> others, int first, int columns, DistanceRow visit)
    {
        var packed = new ScalarProducts(device, others.Span, columns);
        float[] otherSquares = Squares(others.Span, columns);
        float[] products = new float[BlockOfPoints * packed.Rows];
        for (int from = 0; from < squares.Length; from += BlockOfPoints)
        {
            int count = Math.Min(BlockOfPoints, squares.Length - from);
            packed.With(points.Span.Slice(from * columns, count * columns), products.AsSpan(0, count * packed.Rows));
            int start = from;
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = device.Threads }, row =>
            {
                var distances = products.AsSpan(row * packed.Rows, packed.Rows);
                TensorPrimitives.MultiplyAdd(distances, -2f, otherSquares, distances);
                TensorPrimitives.Add(distances, squares[start + row], distances);
                TensorPrimitives.Max(distances, 0f, distances);
                visit(start + row, first, distances);
            });
        }
    }

    /// <summary>|x|^2 of every row.</summary>
    public static float[] Squares(ReadOnlySpan<float> rows, int columns)
    {
        float[] squares = new float[rows.Length / columns];
        for (int i = 0; i < squares.Length; i++)
            squares[i] = TensorPrimitives.SumOfSquares(rows.Slice(i * columns, columns));
        return squares;
    }

    /// <summary>The squared distance of two rows, without cancellation.</summary>
    public static double Exact(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double difference = (double)x[i] - y[i];
            sum += difference * difference;
        }

        return sum;
    }
}
