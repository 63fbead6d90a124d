namespace GanActors.Pictures.Tests;

public sealed class SmoothingTests
{
    private static readonly FrameRange Wide = new(new ValueRange(-100, 100, 0, 0, 0), AxisScale.Linear, false);

    [Fact]
    public void The_average_of_a_constant_is_the_constant_from_the_first_point_on() =>
        Assert.All(Smoothing.Average(Enumerable.Repeat(3.0, 50).ToArray(), 20, Wide), value => Assert.Equal(3, value, 1e-12));

    [Fact]
    public void The_average_is_the_weighted_mean_of_what_was_seen()
    {
        double[] values = [1, -4, 9, 2.5, 7];
        double[] averages = Smoothing.Average(values, 3, Wide);
        for (int i = 0; i < values.Length; i++)
        {
            double[] weights = [.. Enumerable.Range(0, i + 1).Select(age => Math.Pow(0.5, i - age))];
            Assert.Equal(weights.Zip(values, (weight, value) => weight * value).Sum() / weights.Sum(), averages[i], 1e-12);
        }
    }

    [Fact]
    public void A_gap_stays_a_gap_and_wild_values_count_as_the_end_of_the_axis()
    {
        double[] averages = Smoothing.Average([0, double.NaN, double.PositiveInfinity], 1, Wide);
        Assert.Equal([0, double.NaN, 100], averages);
    }

    [Fact]
    public void On_a_logarithmic_axis_logarithms_are_averaged()
    {
        var axis = new FrameRange(new ValueRange(1, 1e6, 0, 0, 0), AxisScale.Logarithmic, false);
        double[] averages = Smoothing.Average([1, 1e4, 0], 1e9, axis);
        Assert.Equal(100, averages[1], 1e-4);
        Assert.True(double.IsNaN(averages[2]));
    }

    [Fact]
    public void Only_a_long_noisy_series_is_averaged_unasked()
    {
        var random = new Random(1);
        double[] noise = [.. Enumerable.Range(0, 5000).Select(_ => random.NextDouble() * 100)];
        double[] course = [.. Enumerable.Range(0, 5000).Select(i => i * 0.02)];
        Assert.Equal(50, Smoothing.Automatic.PointsFor(noise, Wide));
        Assert.Equal(0, Smoothing.Automatic.PointsFor(course, Wide));
        Assert.Equal(0, Smoothing.Automatic.PointsFor(noise.AsSpan(0, 50), Wide));
        Assert.Equal(0, Smoothing.None.PointsFor(noise, Wide));
        Assert.Equal(7, Smoothing.Over(7).PointsFor(course, Wide));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_average_over_nothing_is_refused(double points) => Assert.Throws<ArgumentOutOfRangeException>(() => Smoothing.Over(points));
}
