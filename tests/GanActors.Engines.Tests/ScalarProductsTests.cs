using GanActors.Engines.Cpu;
using GanActors.Randomness;

namespace GanActors.Engines.Tests;

public sealed class ScalarProductsTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 5, 3)]
    [InlineData(130, 50, 401)]
    [InlineData(100, 97, 784)]
    public void Every_row_meets_every_row(int others, int rows, int columns)
    {
        float[] x = Numbers(1, others * columns), y = Numbers(2, rows * columns), products = new float[others * rows], again = new float[others * rows];
        using var one = new CpuDevice(1);
        using var three = new CpuDevice(3);
        new ScalarProducts(one, y, columns).With(x, products);
        new ScalarProducts(three, y, columns).With(x, again);
        Assert.Equal(products, again);
        for (int i = 0; i < others; i++)
        {
            for (int j = 0; j < rows; j++)
            {
                double sum = 0;
                for (int k = 0; k < columns; k++)
                    sum += (double)x[(i * columns) + k] * y[(j * columns) + k];
                Assert.Equal(sum, products[(i * rows) + j], 1e-4 * Math.Sqrt(columns));
            }
        }
    }

    [Fact]
    public void Half_a_row_is_refused()
    {
        using var device = new CpuDevice(1);
        Assert.Throws<ArgumentException>(() => new ScalarProducts(device, new float[5], 2));
        Assert.Throws<ArgumentException>(() => new ScalarProducts(device, new float[4], 2).With(new float[2], new float[3]));
    }

    private static float[] Numbers(ulong seed, int count)
    {
        float[] values = new float[count];
        new RandomStream(seed, StreamPurpose.Dataset, 0, 0).Normal(values);
        return values;
    }
}
