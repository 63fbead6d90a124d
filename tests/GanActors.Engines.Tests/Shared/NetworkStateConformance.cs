using System.Collections.Immutable;
using GanActors.Engines.Cpu;
using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>What changes a network, and what must not.</summary>
public abstract class NetworkStateConformance : OfEveryEngine
{
    private static readonly Layer[] Layers =
        [new Dense(37), new BatchNorm(), new LeakyRelu(0.2f), new Dropout(0.3f), new Dense(20), new Tanh(), new Dense(1)];

    [Fact]
    public void Nothing_but_a_step_changes_a_network()
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(new Shape(9), Layers), 8, 1);
        var before = network.Save();
        var items = Networks.Items(new Shape(9), 8, 1);
        var gradient = Networks.Items(new Shape(1), 8, 2);

        network.Infer(items);
        network.Forward([items], 1, keepTape: false);
        network.Forward([items], 2, keepTape: true);
        network.InputGradient(gradient);
        network.ForwardTraining([items], 3);
        network.Backward(gradient, inputGradient: true);
        Assert.Throws<NotSupportedException>(() => network.BackwardInputGradient(gradient, items));

        AssertSame(before, network.Save());
        network.Step();
        Assert.False(Same(before, network.Save()));
    }

    [Fact]
    public void Running_statistics_move_at_the_step_by_every_part_in_order()
    {
        var shape = new Shape(3);
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(shape, [new BatchNorm(0.25f), new Dense(1)]), 4, 1);
        Batch[] parts = [Networks.Items(shape, 4, 1), Networks.Items(shape, 6, 2)];

        network.ForwardTraining(parts, 0);
        network.Backward(Networks.Items(new Shape(1), 10, 3), inputGradient: false);
        network.Step();

        var state = network.Save();
        float[] mean = [0f, 0f, 0f], variance = [1f, 1f, 1f];
        foreach (var part in parts)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                double[] values = [.. Enumerable.Range(0, part.Count).Select(item => (double)part.Values.Span[item * 3 + channel])];
                double average = values.Average();
                double unbiased = values.Sum(value => (value - average) * (value - average)) / (values.Length - 1);
                mean[channel] = (float)(0.75 * mean[channel] + 0.25 * average);
                variance[channel] = (float)(0.75 * variance[channel] + 0.25 * unbiased);
            }
        }

        AssertClose(mean, Tensor(state, "0.running_mean"), 1e-6f);
        AssertClose(variance, Tensor(state, "0.running_var"), 1e-6f);
    }

    [Fact]
    public void Parts_are_normalised_apart()
    {
        var shape = new Shape(5);
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(shape, [new BatchNorm(), new Dense(3)]), 4, 1);
        Batch first = Networks.Items(shape, 4, 1), second = Networks.Items(shape, 4, 2);

        float[] together = network.Forward([first, second], 0, keepTape: false).Values.ToArray();
        float[] apart = [.. network.Forward([first], 0, false).Values.ToArray(), .. network.Forward([second], 0, false).Values.ToArray()];

        Assert.Equal(apart, together);
    }

    [Fact]
    public void A_loaded_network_goes_on_as_the_saved_one()
    {
        using var device = CreateDevice();
        var plan = Networks.Plan(new Shape(9), Layers);
        using var network = device.Create(plan, 8, 1);
        using var other = device.Create(plan, 8, 1);
        Train(network, 0, 3);
        Train(other, 20, 2);

        other.Load(network.Save());
        AssertSame(network.Save(), other.Save());
        Train(network, 3, 3);
        Train(other, 3, 3);

        AssertSame(network.Save(), other.Save());
        Assert.Equal(6, other.Save().Steps);
    }

    [Fact]
    public void Weights_start_alike_on_every_engine()
    {
        using var device = CreateDevice();
        using var portable = new CpuDevice(1, VectorPath.Portable);
        var plan = Networks.Plan(new Shape(9), Layers);
        using var one = device.Create(plan, 8, 7);
        using var two = portable.Create(plan, 8, 7);

        AssertSame(two.Save(), one.Save());
    }

    [Fact]
    public void Loading_names_the_tensor_that_does_not_fit()
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(new Shape(4), [new Dense(6)]), 2, 1);
        var state = network.Save();

        var missing = Assert.Throws<ArgumentException>(() => network.Load(state with { Tensors = state.Tensors.RemoveAt(0) }));
        var unknown = Assert.Throws<ArgumentException>(
            () => network.Load(state with { Tensors = state.Tensors.Add(new StateTensor("9.weight", new Shape(1), new float[1])) }));
        var misshapen = Assert.Throws<ArgumentException>(
            () => network.Load(state with { Tensors = state.Tensors.SetItem(0, new StateTensor("0.weight", new Shape(4, 6), new float[24])) }));

        Assert.Contains("'0.weight' is missing", missing.Message, StringComparison.Ordinal);
        Assert.Contains("'9.weight'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("'0.weight' is [4, 6]", misshapen.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frozen_forward_admits_no_weight_gradient_and_an_untaped_one_no_gradient_at_all()
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(new Shape(4), [new Dense(1)]), 2, 1);
        var items = Networks.Items(new Shape(4), 2, 1);
        var gradient = Networks.Items(new Shape(1), 2, 1);

        network.Forward([items], 0, keepTape: true);
        Assert.Throws<InvalidOperationException>(() => network.Backward(gradient, inputGradient: false));
        network.Forward([items], 0, keepTape: false);
        Assert.Throws<InvalidOperationException>(() => network.InputGradient(gradient));
        Assert.Throws<InvalidOperationException>(() => network.Step());
    }

    [Fact]
    public void Inference_of_any_size_leaves_a_taped_forward_alone()
    {
        using var device = CreateDevice();
        var plan = Networks.Plan(new Shape(9), Layers);
        using var network = device.Create(plan, 8, 1);
        using var undisturbed = device.Create(plan, 8, 1);
        var items = Networks.Items(new Shape(9), 8, 1);
        var gradient = Networks.Items(new Shape(1), 8, 2);

        network.ForwardTraining([items], 5);
        network.Infer(Networks.Items(new Shape(9), 100, 3));
        network.Infer(Networks.Items(new Shape(9), 3, 4));
        network.Backward(gradient, inputGradient: false);
        network.Step();
        undisturbed.ForwardTraining([items], 5);
        undisturbed.Backward(gradient, inputGradient: false);
        undisturbed.Step();

        AssertSame(undisturbed.Save(), network.Save());
    }

    [Fact]
    public void Gradients_gather_until_the_step()
    {
        using var device = CreateDevice();
        var plan = Networks.Plan(new Shape(9), [new Dense(20), new Tanh(), new Dense(1)], new OptimizerSpec(OptimizerKind.Sgd, 1f));
        using var twice = device.Create(plan, 8, 1);
        using var doubled = device.Create(plan, 8, 1);
        var items = Networks.Items(new Shape(9), 8, 1);
        float[] values = Networks.Numbers(8, 2);

        twice.ForwardTraining([items], 0);
        twice.Backward(new Batch(new Shape(1), 8, values), inputGradient: false);
        twice.ForwardTraining([items], 0);
        twice.Backward(new Batch(new Shape(1), 8, values), inputGradient: false);
        twice.Step();
        doubled.ForwardTraining([items], 0);
        doubled.Backward(new Batch(new Shape(1), 8, values.Select(value => 2f * value).ToArray()), inputGradient: false);
        doubled.Step();

        foreach (var (one, two) in doubled.Save().Tensors.Zip(twice.Save().Tensors))
            AssertClose(one.Values.ToArray(), two.Values.ToArray(), 1e-5f);
    }

    [Fact]
    public void A_batch_stands_until_the_next_but_one_forward()
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(new Shape(4), [new Dense(6)]), 2, 1);

        var first = network.Forward([Networks.Items(new Shape(4), 2, 1)], 0, keepTape: false);
        float[] values = first.Values.ToArray();
        network.Infer(Networks.Items(new Shape(4), 2, 5));
        var second = network.Forward([Networks.Items(new Shape(4), 2, 2)], 0, keepTape: false);

        Assert.Equal(values, first.Values.ToArray());
        Assert.NotSame(first, second);
        Assert.Same(first, network.Forward([Networks.Items(new Shape(4), 2, 3)], 0, keepTape: false));
    }

    private static void Train(INetwork network, int from, int steps)
    {
        for (int step = from; step < from + steps; step++)
        {
            var output = network.ForwardTraining([Networks.Items(network.Plan.Input, 8, (ulong)step)], (ulong)step);
            network.Backward(Networks.Items(network.Plan.Output, output.Count, (ulong)step + 100), inputGradient: false);
            network.Step();
        }
    }

    private static float[] Tensor(NetworkState state, string name) =>
        state.Tensors.Single(tensor => tensor.Name == name).Values.ToArray();

    private static bool Same(NetworkState one, NetworkState two) => one.Steps == two.Steps && Bytes(one.Tensors).SequenceEqual(Bytes(two.Tensors));

    private static IEnumerable<int> Bytes(ImmutableArray<StateTensor> tensors) =>
        tensors.SelectMany(tensor => tensor.Values.ToArray()).Select(BitConverter.SingleToInt32Bits);

    private static void AssertSame(NetworkState one, NetworkState two)
    {
        Assert.Equal(one.Tensors.Select(tensor => tensor.Name), two.Tensors.Select(tensor => tensor.Name));
        Assert.True(Same(one, two));
    }

    private static void AssertClose(float[] expected, float[] actual, float tolerance)
    {
        foreach (var (one, two) in expected.Zip(actual))
            Assert.InRange(two, one - tolerance * Math.Max(1f, Math.Abs(one)), one + tolerance * Math.Max(1f, Math.Abs(one)));
    }
}
