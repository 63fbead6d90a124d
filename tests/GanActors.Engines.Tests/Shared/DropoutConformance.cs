using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>Dropout while training and while not.</summary>
public abstract class DropoutConformance : OfEveryEngine
{
    private static readonly Shape Item = new(1000);

    [Theory]
    [InlineData(0f)]
    [InlineData(0.25f)]
    [InlineData(0.9f)]
    public void The_share_that_is_kept_is_scaled_so_that_the_mean_stays(float probability)
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(Item, [new Dropout(probability)]), 10, 1);
        var ones = new Batch(Item, 10, Enumerable.Repeat(1f, 10_000).ToArray());

        float[] output = network.Forward([ones], 7, keepTape: false).Values.ToArray();

        Assert.All(output, value => Assert.True(value == 0f || Math.Abs(value - 1f / (1f - probability)) < 1e-6f));
        Assert.InRange(output.Average(), 0.9f, 1.1f);
        Assert.Equal(ones.Values.ToArray(), network.Infer(ones).Values.ToArray());
    }

    [Fact]
    public void A_draw_decides_the_mask_and_the_mask_the_gradient()
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(Item, [new Dropout(0.5f)]), 10, 1);
        var ones = new Batch(Item, 10, Enumerable.Repeat(1f, 10_000).ToArray());

        float[] first = network.Forward([ones], 7, keepTape: true).Values.ToArray();
        float[] gradient = network.InputGradient(ones).Values.ToArray();
        float[] second = network.Forward([ones], 8, keepTape: false).Values.ToArray();
        float[] again = network.Forward([ones], 7, keepTape: false).Values.ToArray();

        Assert.Equal(first, gradient);
        Assert.Equal(first, again);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Whole_channels_are_dropped_together()
    {
        var image = new Shape(20, 3, 3);
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(image, [new Dropout2d(0.4f)]), 10, 1);
        var ones = new Batch(image, 10, Enumerable.Repeat(1f, 1_800).ToArray());

        float[] output = network.Forward([ones], 7, keepTape: true).Values.ToArray();
        float[] gradient = network.InputGradient(ones).Values.ToArray();

        float[][] channels = [.. output.Chunk(9)];
        Assert.All(channels, channel => Assert.True(channel.All(value => value == channel[0])));
        Assert.InRange(channels.Count(channel => channel[0] == 0f), 50, 110);
        Assert.Equal(output, gradient);
        Assert.Equal(ones.Values.ToArray(), network.Infer(ones).Values.ToArray());
    }
}
