using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Engines.Tests;

public sealed class LatentNoiseTests
{
    [Theory]
    [InlineData(NoiseDistribution.Normal, null)]
    [InlineData(NoiseDistribution.Normal, 0.5f)]
    [InlineData(NoiseDistribution.Uniform, 0.5f)]
    public void The_first_items_are_the_same_however_many_follow(NoiseDistribution distribution, float? truncation)
    {
        var spec = new NoiseSpec(7, distribution);
        float[] few = LatentNoise.ForSamples(spec, 3, 5, truncation).Values.ToArray();
        float[] many = LatentNoise.ForSamples(spec, 3, 50, truncation).Values.ToArray();
        Assert.Equal(few, many[..few.Length]);
        Assert.NotEqual(few, LatentNoise.ForSamples(spec, 4, 5, truncation).Values.ToArray());
    }

    [Fact]
    public void Truncation_draws_again_what_lies_beyond_and_leaves_the_rest()
    {
        var spec = new NoiseSpec(100);
        float[] whole = LatentNoise.ForSamples(spec, 1, 100).Values.ToArray();
        float[] truncated = LatentNoise.ForSamples(spec, 1, 100, 0.7f).Values.ToArray();
        Assert.All(truncated, value => Assert.InRange(value, -0.7f, 0.7f));
        for (int i = 0; i < whole.Length; i++)
        {
            if (MathF.Abs(whole[i]) <= 0.7f)
                Assert.Equal(whole[i], truncated[i]);
        }

        // Variance of a normal number within +-t: 1 - 2 t phi(t) / (2 Phi(t) - 1), which is 0.1498 here; it is not clipped, which would give 0.3.
        double variance = truncated.Average(value => (double)value * value);
        Assert.InRange(variance, 0.142, 0.158);
    }

    [Fact]
    public void The_least_truncation_ends_and_a_smaller_one_is_refused()
    {
        Assert.All(LatentNoise.ForSamples(new NoiseSpec(4), 1, 4, LatentNoise.LeastTruncation).Values.ToArray(), value => Assert.InRange(value, -0.01f, 0.01f));
        foreach (float truncation in new[] { 0f, -1f, float.NaN })
            Assert.Throws<ArgumentOutOfRangeException>(() => LatentNoise.ForSamples(new NoiseSpec(4), 1, 4, truncation));
    }

    [Fact]
    public void Uniform_noise_lies_within_minus_one_and_one()
    {
        float[] values = new float[4000];
        LatentNoise.Fill(NoiseDistribution.Uniform, new RandomStream(1, StreamPurpose.Noise, 0, 0), values);
        Assert.All(values, value => Assert.InRange(value, -1f, 1f));
        Assert.InRange(values.Min(), -1f, -0.99f);
        Assert.InRange(values.Max(), 0.99f, 1f);
    }
}
