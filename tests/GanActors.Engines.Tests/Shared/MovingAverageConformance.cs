using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>A second set of weights that follows the first, and inference with it.</summary>
public abstract class MovingAverageConformance : OfEveryEngine
{
    private static readonly Shape Noise = new(12);

    private static readonly Layer[] Layers =
    [
        new Dense(8 * 16), new BatchNorm(), new Relu(), new Reshape(new Shape(8, 4, 4)), new ConvTranspose2d(6, 4, 2, Padding.Of(1)), new BatchNorm(),
        new LeakyRelu(0.2f), new Dropout(0.2f), new Conv2d(3, 3, 1, Padding.Of(1)), new Tanh(), new Flatten(), new Dense(40), new Softplus(), new Dense(2),
    ];

    [Fact]
    public void Inference_with_the_average_is_that_of_a_network_whose_weights_it_is()
    {
        using var device = CreateDevice();
        using var network = device.Create(Plan(new AverageSpec(0.9f, 5f)), 8, 1);
        using var averaged = device.Create(Plan(null), 8, 2);
        var items = Networks.Items(Noise, 5, 50);

        for (int step = 0; step < 4; step++)
        {
            Train(network, step);
            var state = network.Save();
            averaged.Load(Averaged(state, averaged.Save()));

            float[] average = network.Infer(items, WeightsKind.Average).Values.ToArray();
            Assert.Equal(averaged.Infer(items).Values.ToArray(), average);
            Assert.NotEqual(average, network.Infer(items).Values.ToArray());
        }
    }

    [Fact]
    public void An_average_starts_as_the_weights_are()
    {
        using var device = CreateDevice();
        using var network = device.Create(Plan(new AverageSpec()), 8, 1);
        var items = Networks.Items(Noise, 5, 50);

        Assert.Equal(network.Infer(items).Values.ToArray(), network.Infer(items, WeightsKind.Average).Values.ToArray());
    }

    [Fact]
    public void Looking_at_the_average_disturbs_no_training()
    {
        using var device = CreateDevice();
        using var looked = device.Create(Plan(new AverageSpec()), 8, 1);
        using var undisturbed = device.Create(Plan(new AverageSpec()), 8, 1);
        for (int step = 0; step < 3; step++)
        {
            Train(looked, step, () => looked.Infer(Networks.Items(Noise, 7, 60), WeightsKind.Average));
            Train(undisturbed, step);
        }

        AssertSame(undisturbed.Save(), looked.Save());
    }

    [Fact]
    public void An_average_changes_nothing_else()
    {
        using var device = CreateDevice();
        using var with = device.Create(Plan(new AverageSpec()), 8, 1);
        using var without = device.Create(Plan(null), 8, 1);
        for (int step = 0; step < 3; step++)
        {
            Train(with, step);
            Train(without, step);
        }

        var state = with.Save();
        AssertSame(without.Save(), state with { Tensors = [.. state.Tensors.Where(tensor => !IsAverage(tensor.Name))] });
    }

    [Fact]
    public void A_loaded_average_goes_on_as_the_saved_one()
    {
        using var device = CreateDevice();
        using var network = device.Create(Plan(new AverageSpec()), 8, 1);
        using var other = device.Create(Plan(new AverageSpec()), 8, 1);
        var items = Networks.Items(Noise, 5, 50);
        Train(network, 0);
        Train(other, 20);
        other.Infer(items, WeightsKind.Average);

        other.Load(network.Save());
        Assert.Equal(network.Infer(items, WeightsKind.Average).Values.ToArray(), other.Infer(items, WeightsKind.Average).Values.ToArray());
        Train(network, 1);
        Train(other, 1);

        AssertSame(network.Save(), other.Save());
        var error = Assert.Throws<ArgumentException>(() => other.Load(Without(network.Save(), "average.0.weight")));
        Assert.Contains("'average.0.weight' is missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_average_that_is_not_kept_cannot_be_asked_for()
    {
        using var device = CreateDevice();
        using var network = device.Create(Plan(null), 8, 1);

        var error = Assert.Throws<InvalidOperationException>(() => network.Infer(Networks.Items(Noise, 5, 1), WeightsKind.Average));

        Assert.Equal("The generator keeps no moving average of its weights: its spec asks for none.", error.Message);
        Assert.DoesNotContain(network.Save().Tensors, tensor => IsAverage(tensor.Name));
    }

    private static NetworkPlan Plan(AverageSpec? average) => Networks.Plan(
        Noise, Layers, new OptimizerSpec(LearningRate: 0.01f), NetworkRole.Generator, refine: spec => spec with { Average = average });

    private static void Train(INetwork network, int step, Action? between = null)
    {
        network.ForwardTraining([Networks.Items(Noise, 8, (ulong)step)], (ulong)step);
        between?.Invoke();
        network.Backward(Networks.Items(network.Plan.Output, 8, (ulong)step + 100), inputGradient: false);
        between?.Invoke();
        network.Step();
        between?.Invoke();
    }

    private static bool IsAverage(string name) => name.StartsWith("average.", StringComparison.Ordinal);

    private static NetworkState Without(NetworkState state, string name) =>
        state with { Tensors = [.. state.Tensors.Where(tensor => tensor.Name != name)] };

    // A state whose weights are the other's averages, with the other's running statistics.
    private static NetworkState Averaged(NetworkState source, NetworkState target)
    {
        var given = source.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        return target with
        {
            Tensors = [.. target.Tensors.Select(tensor => tensor with { Values = (given.GetValueOrDefault($"average.{tensor.Name}") ?? given[tensor.Name]).Values })],
        };
    }

    private static void AssertSame(NetworkState one, NetworkState two)
    {
        Assert.Equal(one.Steps, two.Steps);
        Assert.Equal(one.Tensors.Select(tensor => tensor.Name), two.Tensors.Select(tensor => tensor.Name));
        foreach (var (expected, actual) in one.Tensors.Zip(two.Tensors))
            Assert.True(expected.Values.Span.SequenceEqual(actual.Values.Span), expected.Name);
    }
}
