using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>Weights divided by their largest singular value: what is kept, what moves when.</summary>
public abstract class SpectralNormConformance : OfEveryEngine
{
    private static readonly Shape Input = new(2, 6, 6);

    private static readonly Layer[] Layers =
    [
        new Conv2d(18, 4, 2, Padding.Of(1), SpectralNorm: true), new LeakyRelu(0.2f), new ConvTranspose2d(5, 3, 2, SpectralNorm: true), new Tanh(),
        new Flatten(), new Dense(20, SpectralNorm: true), new Elu(), new Dense(1, SpectralNorm: true),
    ];

    [Fact]
    public void The_largest_singular_value_is_one()
    {
        const int Inputs = 30, Units = 20;
        using var device = CreateDevice();
        using var network = device.Create(
            Networks.Plan(new Shape(Inputs), [new Dense(Units, Bias: false, SpectralNorm: true)], new OptimizerSpec(OptimizerKind.Sgd, LearningRate: 1e-6f)), 8, 1);
        for (int step = 0; step < 100; step++)
        {
            network.ForwardTraining([Networks.Items(new Shape(Inputs), 8, 1)], 0);
            network.Backward(Networks.Items(new Shape(Units), 8, 2), inputGradient: false);
            network.Step();
        }

        float[] unitVectors = new float[Inputs * Inputs];
        for (int i = 0; i < Inputs; i++)
            unitVectors[i * Inputs + i] = 1f;
        float[] columns = network.Infer(new Batch(new Shape(Inputs), Inputs, unitVectors)).Values.ToArray();

        double[] vector = [.. Enumerable.Repeat(1.0, Inputs)];
        double length = 0;
        for (int round = 0; round < 2000; round++)
        {
            double[] image = [.. Enumerable.Range(0, Units).Select(unit => Enumerable.Range(0, Inputs).Sum(i => columns[i * Units + unit] * vector[i]))];
            vector = [.. Enumerable.Range(0, Inputs).Select(i => Enumerable.Range(0, Units).Sum(unit => columns[i * Units + unit] * image[unit]))];
            length = Math.Sqrt(vector.Sum(value => value * value));
            vector = [.. vector.Select(value => value / length)];
        }

        Assert.Equal(1, Math.Sqrt(length), 1e-4);
    }

    [Fact]
    public void The_state_has_what_PyTorchs_has()
    {
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(Input, Layers), 8, 1);
        var tensors = network.Save().Tensors.Where(tensor => !tensor.Name.StartsWith("optimizer.", StringComparison.Ordinal)).ToArray();

        Assert.Equal(
            ["0.bias", "0.parametrizations.weight.0._u", "0.parametrizations.weight.0._v", "0.parametrizations.weight.original", "2.bias"],
            tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal).Take(5));
        Assert.Equal(new Shape(5), Tensor(network, "2.parametrizations.weight.0._u").Shape);
        Assert.Equal(new Shape(18 * 9), Tensor(network, "2.parametrizations.weight.0._v").Shape);
        foreach (var tensor in tensors.Where(tensor => tensor.Name.Contains("._", StringComparison.Ordinal)))
            Assert.Equal(1, tensor.Values.ToArray().Sum(value => (double)value * value), 1e-5);
    }

    [Fact]
    public void Forwards_change_nothing_and_a_step_iterates_once()
    {
        const string U = "5.parametrizations.weight.0._u", V = "5.parametrizations.weight.0._v", W = "5.parametrizations.weight.original";
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(Input, Layers), 8, 1);
        float[] u = Tensor(network, U).Values.ToArray(), v = Tensor(network, V).Values.ToArray();
        for (int i = 0; i < 3; i++)
            network.ForwardTraining([Networks.Items(Input, 8, 1)], 0);
        network.Backward(Networks.Items(new Shape(1), 8, 2), inputGradient: true);
        Assert.Equal(u, Tensor(network, U).Values.ToArray());
        network.Step();

        float[] w = Tensor(network, W).Values.ToArray();
        double[] image = [.. Enumerable.Range(0, u.Length).Select(row => v.Select((value, i) => (double)value * w[row * v.Length + i]).Sum())];
        double length = Math.Sqrt(image.Sum(value => value * value));
        Assert.Equal(image.Select(value => value / length), Tensor(network, U).Values.ToArray().Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void A_loaded_network_goes_on_as_the_saved_one()
    {
        using var device = CreateDevice();
        var plan = Networks.Plan(Input, Layers);
        using var saved = device.Create(plan, 8, 1);
        using var loaded = device.Create(plan, 8, 2);
        Train(saved, 0, 3);
        loaded.Load(saved.Save());
        var items = Networks.Items(Input, 5, 9);
        Assert.Equal(saved.Infer(items).Values.ToArray(), loaded.Infer(items).Values.ToArray());
        Train(saved, 3, 3);
        Train(loaded, 3, 3);
        foreach (var (expected, actual) in saved.Save().Tensors.Zip(loaded.Save().Tensors))
            Assert.True(expected.Values.Span.SequenceEqual(actual.Values.Span), expected.Name);
    }

    [Fact]
    public void Gradients_gather_over_several_backwards()
    {
        var plan = Networks.Plan(Input, Layers);
        using var device = CreateDevice();
        Batch first = Networks.Items(Input, 8, 1), second = Networks.Items(Input, 8, 2), gradient = Networks.Items(new Shape(1), 8, 3);
        var together = Gradients(first, second);
        var (one, other) = (Gradients(first), Gradients(second));

        foreach (var (name, values) in together)
        {
            for (int i = 0; i < values.Length; i++)
                Assert.Equal(one[name][i] + other[name][i], values[i], 1e-5f * values.Max(Math.Abs));
        }

        IReadOnlyDictionary<string, float[]> Gradients(params Batch[] batches)
        {
            using var network = device.Create(plan, 8, 1);
            var state = network.Save();
            foreach (var items in batches)
            {
                network.ForwardTraining([items], 0);
                network.Backward(gradient, inputGradient: false);
            }

            return GradientProbe.Of(network, state);
        }
    }

    [Fact]
    public void An_average_is_normalised_by_itself()
    {
        // An average that remembers nothing is the weights; one that moves slowly is not.
        using var device = CreateDevice();
        var items = Networks.Items(Input, 5, 9);
        foreach (float decay in new[] { 0f, 0.9f })
        {
            var plain = Networks.Plan(Input, Layers);
            var plan = NetworkPlan.Infer(plain.Role, plain.Spec with { Average = new AverageSpec(decay, 1f) }, Input, plain.Output);
            using var network = device.Create(plan, 8, 1);
            for (int i = 0; i < 3; i++)
            {
                Train(network, i, 1);
                Assert.Equal(
                    decay == 0f, network.Infer(items).Values.Span.SequenceEqual(network.Infer(items, WeightsKind.Average).Values.Span));
            }

            // What the average's layers see, from the saved state alone.
            var state = network.Save();
            var averaged = state with
            {
                Tensors = [.. state.Tensors.Select(tensor => state.Tensors.FirstOrDefault(other => other.Name == "average." + tensor.Name) is { } average
                    ? tensor with { Values = average.Values } : tensor)],
            };
            float[] expected = network.Infer(items, WeightsKind.Average).Values.ToArray();
            network.Load(averaged);
            Assert.Equal(expected, network.Infer(items).Values.ToArray());
        }
    }

    [Fact]
    public void Clipping_is_of_the_weights_that_train()
    {
        using var device = CreateDevice();
        var plain = Networks.Plan(Input, Layers, new OptimizerSpec(ClipNorm: 1e-3f));
        using var network = device.Create(NetworkPlan.Infer(plain.Role, plain.Spec with { WeightClip = 0.01f }, Input, plain.Output), 8, 1);
        Train(network, 0, 1);

        foreach (var tensor in network.Save().Tensors.Where(tensor => tensor.Name.EndsWith("original", StringComparison.Ordinal) && tensor.Name[0] != 'o'))
            Assert.InRange(tensor.Values.ToArray().Max(Math.Abs), 1e-3f, 0.01f);
        double square = network.Save().Tensors
            .Where(tensor => tensor.Name.EndsWith("exp_avg", StringComparison.Ordinal))
            .Sum(tensor => tensor.Values.ToArray().Sum(value => (double)value * value));
        Assert.Equal(1e-4, Math.Sqrt(square), 1e-7);
    }

    private static StateTensor Tensor(INetwork network, string name) => network.Save().Tensors.Single(tensor => tensor.Name == name);

    private static void Train(INetwork network, int from, int steps)
    {
        for (int step = from; step < from + steps; step++)
        {
            var output = network.ForwardTraining([Networks.Items(network.Plan.Input, 8, (ulong)step)], (ulong)step);
            network.Backward(Networks.Items(network.Plan.Output, output.Count, (ulong)step + 100), inputGradient: false);
            network.Step();
        }
    }
}
