using GanActors.Populations.Sampling;
using GanActors.Sweeps;

namespace GanActors.Populations.Tests;

public sealed class SobolSequenceTests
{
    [Fact]
    public void Its_first_points_are_those_of_Joe_and_Kuo()
    {
        double[][] points =
        [
            [0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625],
            [0.875, 0.875, 0.125], [0.625, 0.125, 0.875], [0.125, 0.625, 0.375], [0.1875, 0.3125, 0.9375], [0.6875, 0.8125, 0.4375],
        ];
        for (uint index = 0; index < points.Length; index++)
            Assert.Equal(points[index], Enumerable.Range(0, 3).Select(dimension => SobolSequence.Point(index, dimension)));
    }

    [Fact]
    public void Each_of_its_dimensions_has_every_stretch_once_in_each_block()
    {
        const int Bits = 8;
        Assert.True(SobolSequence.Dimensions >= 20);
        for (int dimension = 0; dimension < SobolSequence.Dimensions; dimension++)
        {
            for (uint block = 0; block < 3; block++)
            {
                int[] stretches = [.. Enumerable.Range(0, 1 << Bits)
                    .Select(i => (int)(SobolSequence.Point((block << Bits) + (uint)i, dimension, shift: 0x9E3779B9) * (1 << Bits)))];
                Assert.Equal(1 << Bits, stretches.Distinct().Count());
            }
        }
    }

    // Property A of Sobol' (1976), which these direction numbers have: of the first 2^d points, one falls into each of the 2^d orthants.
    [Fact]
    public void Its_first_dimensions_fill_every_orthant()
    {
        const int Dimensions = 10;
        int[] orthants = [.. Enumerable.Range(0, 1 << Dimensions).Select(i => Enumerable.Range(0, Dimensions)
            .Sum(dimension => SobolSequence.Point((uint)i, dimension) >= 0.5 ? 1 << dimension : 0))];
        Assert.Equal(1 << Dimensions, orthants.Distinct().Count());
    }

    [Fact]
    public void A_sweep_without_a_shift_begins_with_the_second_point()
    {
        var (decision, _) = Schedulers.Of(Sweeps.Of(new SearchSpec(new SobolSamplerSpec(Scramble: false)), 4, 10)).Ask();
        Assert.Equal("a=0.5, b=0.001", Assert.IsType<Train>(decision).Configuration.ToString());
    }

    [Fact]
    public void A_space_of_more_parameters_than_dimensions_is_refused()
    {
        var space = new SearchSpace([.. Enumerable.Range(0, 50).Select(i => new Parameter($"key{i}", new UniformDistribution(0, 1)))]);
        var refused = Assert.Throws<ArgumentException>(() => Schedulers.Of(Sweeps.Of(new SearchSpec(new SobolSamplerSpec()), 4, 10, space)));
        Assert.Contains("50 parameters", refused.Message, StringComparison.Ordinal);
    }
}
