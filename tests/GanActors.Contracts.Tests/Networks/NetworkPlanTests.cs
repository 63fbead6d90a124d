using GanActors.Networks;

namespace GanActors.Contracts.Tests.Networks;

public sealed class NetworkPlanTests
{
    private static readonly Shape Image = new(3, 8, 6);

    public static TheoryData<Layer, int[], int[], int[][]> Layers => new()
    {
        { new Dense(5), [4], [5], [[5, 4], [5]] },
        { new Dense(5, Bias: false), [4], [5], [[5, 4]] },
        { new Conv2d(7, 3), [3, 8, 6], [7, 6, 4], [[7, 3, 3, 3], [7]] },
        { new Conv2d(7, 4, 2, Padding.Of(1), Bias: false), [3, 8, 6], [7, 4, 3], [[7, 3, 4, 4]] },
        { new Conv2d(7, 5, 2, Padding.KerasSame), [3, 7, 6], [7, 4, 3], [[7, 3, 5, 5], [7]] },
        { new Conv2d(7, 5, 2), [3, 5, 6], [7, 1, 1], [[7, 3, 5, 5], [7]] },
        { new ConvTranspose2d(7, 4, 2, Padding.Of(1)), [3, 8, 6], [7, 16, 12], [[3, 7, 4, 4], [7]] },
        { new ConvTranspose2d(7, 3, 2, Padding.Of(1), 1), [3, 8, 6], [7, 16, 12], [[3, 7, 3, 3], [7]] },
        { new ConvTranspose2d(7, 5, 2, Padding.KerasSame, Bias: false), [3, 8, 6], [7, 16, 12], [[3, 7, 5, 5]] },
        { new BatchNorm(), [4], [4], [[4], [4]] },
        { new BatchNorm(), [3, 8, 6], [3, 8, 6], [[3], [3]] },
        { new BatchNorm(Affine: false), [3, 8, 6], [3, 8, 6], [] },
        { new LayerNorm(), [3, 8, 6], [3, 8, 6], [[3, 8, 6], [3, 8, 6]] },
        { new InstanceNorm(), [3, 8, 6], [3, 8, 6], [] },
        { new InstanceNorm(Affine: true), [3, 8, 6], [3, 8, 6], [[3], [3]] },
        { new Dropout(), [3, 8, 6], [3, 8, 6], [] },
        { new Dropout2d(), [3, 8, 6], [3, 8, 6], [] },
        { new Flatten(), [3, 8, 6], [144], [] },
        { new Reshape(new Shape(3, 8, 6)), [144], [3, 8, 6], [] },
        { new Upsample(3), [3, 8, 6], [3, 24, 18], [] },
        { new AvgPool2d(3, 2), [3, 8, 6], [3, 3, 2], [] },
        { new MinibatchStdDev(), [3, 8, 6], [4, 8, 6], [] },
        { new LeakyRelu(), [4], [4], [] },
        { new Tanh(), [3, 8, 6], [3, 8, 6], [] },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_gives_its_shape_and_holds_its_parameters(Layer layer, int[] input, int[] output, int[][] parameters)
    {
        var plan = Assert.Single(Plan(layer, new Shape(input), new Shape(output)).Layers);
        Assert.Equal(new Shape(output), plan.Output);
        Assert.Equal(parameters.Select(shape => new Shape(shape)), plan.Parameters.Select(parameter => parameter.Shape));
        Assert.Equal(new[] { "0.weight", "0.bias" }.Take(parameters.Length), plan.Parameters.Select(parameter => parameter.Name));
    }

    /// <summary>Layers as no recipe writes them, but code might.</summary>
    public static TheoryData<Layer, string> Nonsense => new()
    {
        { new Dense(0), "its units is at least 1, not 0" },
        { new Dense(int.MaxValue), "makes items of [2147483647]*" },
        { new Conv2d(0, 3), "its channels is at least 1, not 0" },
        { new Conv2d(1, 0), "its kernel is at least 1, not 0" },
        { new Conv2d(1, 1, 0), "its stride is at least 1, not 0" },
        { new Conv2d(1, 1, 1, Padding.Of(-1)), "its padding is at least 0, not -1" },
        { new Conv2d(1, int.MaxValue), "a kernel of 2147483647 does not fit*" },
        { new Conv2d(1, int.MaxValue, 1, Padding.Of(int.MaxValue)), "makes items of [1, 2147483656, 2147483654]*" },
        { new Conv2d(int.MaxValue, 1, int.MaxValue), "makes items of [2147483647, 1, 1]*" },
        { new ConvTranspose2d(1, int.MaxValue, int.MaxValue), "makes items of*" },
        { new ConvTranspose2d(1, 3, 2, default, 2), "an output_padding of 2 needs a stride above it*" },
        { new ConvTranspose2d(1, 3, 2, Padding.KerasSame, 1), "an output_padding of 1 needs*" },
        { new ConvTranspose2d(1, 3, 2, default, -1), "its output_padding is at least 0, not -1" },
        { new ConvTranspose2d(1, 1, int.MaxValue, Padding.KerasSame), "makes items of [1, 17179869176, 12884901882]*" },
        { new Upsample(0), "its scale is at least 1, not 0" },
        { new Upsample(int.MaxValue), "makes items of*" },
        { new AvgPool2d(0), "its kernel is at least 1, not 0" },
        { new AvgPool2d(2, 0), "its stride is at least 1, not 0" },
        { new MinibatchStdDev(0), "its group is at least 1, not 0" },
        { new Dropout2d(1), "its probability is at least 0 and below 1, not 1" },
        { new Dropout(float.NaN), "its probability is at least 0 and below 1, not NaN" },
        { new Reshape(default), "has no sizes*" },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Nonsense_is_refused_and_overflows_nothing(Layer layer, string problem)
    {
        var input = layer is Dense ? new Shape(4) : Image;
        var fault = Assert.Throws<NetworkShapeException>(() => Plan(layer, input, new Shape(1)));
        Assert.Equal(0, fault.LayerIndex);
        Assert.StartsWith(problem.TrimEnd('*'), fault.Problem, StringComparison.Ordinal);
        Assert.Equal($"layer 0 ({LayerNames.Of(layer)}): {fault.Problem}", fault.Message);
    }

    [Fact]
    public void A_network_has_at_least_one_layer_and_not_too_many()
    {
        var none = new NetworkSpec([], new OptimizerSpec());
        Assert.Throws<NetworkShapeException>(() => NetworkPlan.Infer(NetworkRole.Generator, none, new Shape(1), new Shape(1)));
        Assert.Throws<NetworkShapeException>(() => NetworkPlan.Infer(NetworkRole.Generator, none with { Layers = default }, new Shape(1), new Shape(1)));
        var many = none with { Layers = [.. Enumerable.Repeat(new Relu(), 257)] };
        Assert.Throws<NetworkShapeException>(() => NetworkPlan.Infer(NetworkRole.Generator, many, new Shape(1), new Shape(1)));
    }

    [Fact]
    public void Networks_are_equal_layer_by_layer()
    {
        var one = new NetworkSpec([new Dense(5), new Tanh()], new OptimizerSpec());
        var other = new NetworkSpec([new Dense(5), new Tanh()], new OptimizerSpec());
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, other with { Layers = [new Dense(5), new Relu()] });
        Assert.NotEqual(one, other with { Layers = [new Dense(5)] });
        Assert.NotEqual(one, other with { Initializer = Initializer.He });
        Assert.NotEqual(one, other with { Optimizer = new OptimizerSpec(OptimizerKind.Sgd) });
    }

    private static NetworkPlan Plan(Layer layer, Shape input, Shape output) =>
        NetworkPlan.Infer(NetworkRole.Generator, new NetworkSpec([layer], new OptimizerSpec()), input, output);
}
