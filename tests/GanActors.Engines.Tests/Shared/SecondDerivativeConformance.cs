using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>Gradients of the input's gradient, against mixed differences of the double-precision reference.</summary>
public abstract class SecondDerivativeConformance : OfEveryEngine
{
    private const int Items = 4;

    private static readonly Dictionary<string, (Shape Input, Layer[] Layers)> Architectures = new(StringComparer.Ordinal)
    {
        ["dense"] = (new Shape(7), [new Dense(19)]),
        ["one unit"] = (new Shape(33), [new Dense(1)]),
        ["leaky relu"] = (new Shape(6), [new Dense(21), new LeakyRelu(0.2f), new Dense(18), new LeakyRelu(0.2f), new Dense(1)]),
        ["tanh"] = (new Shape(6), [new Dense(17), new Tanh(), new Dense(20), new Tanh(), new Dense(1)]),
        ["sigmoid"] = (new Shape(6), [new Dense(17), new Sigmoid(), new Dense(3), new Sigmoid()]),
        ["elu"] = (new Shape(6), [new Dense(17), new Elu(0.7f), new Dense(5), new Elu()]),
        ["selu"] = (new Shape(6), [new Dense(17), new Selu(), new Dense(5)]),
        ["softplus"] = (new Shape(6), [new Dense(17), new Softplus(), new Dense(5), new Softplus()]),
        ["gelu"] = (new Shape(6), [new Dense(17), new Gelu(), new Dense(5), new Gelu(), new Tanh()]),
        ["curved once, straight after"] = (new Shape(6), [new Dense(17), new Tanh(), new Dense(20), new LeakyRelu(0.2f), new Dense(1)]),
        ["straight once, curved after"] = (new Shape(6), [new Dense(17), new LeakyRelu(0.2f), new Dense(20), new Tanh(), new Dense(1)]),
        ["activations alone"] = (new Shape(9), [new Tanh(), new Sigmoid(), new Gelu(), new Softplus()]),
        ["layer norm"] = (new Shape(6), [new Dense(19), new LayerNorm(), new Tanh(), new Dense(3), new LayerNorm(Affine: false)]),
        ["layer norm of images"] = (new Shape(3, 4, 4), [new Tanh(), new Conv2d(5, 3), new LayerNorm(), new Flatten(), new Dense(3)]),
        ["instance norm"] = (new Shape(3, 4, 4), [new Conv2d(18, 2), new InstanceNorm(), new Tanh(), new Conv2d(5, 2), new InstanceNorm(Affine: true)]),
        ["convolution"] = (new Shape(5, 6, 5), [new Conv2d(7, 3), new Softplus(), new Conv2d(17, 3, 2, Padding.KerasSame)]),
        ["convolution of few channels"] = (new Shape(1, 7, 6), [new Conv2d(5, 4, 2, Padding.Of(1)), new LeakyRelu(0.2f), new Conv2d(6, 3)]),
        ["convolution inside"] = (new Shape(6, 6, 6), [new Conv2d(9, 2, 2), new Tanh(), new Conv2d(1, 3)]),
        ["transposed convolution"] = (new Shape(6, 3, 4), [new ConvTranspose2d(5, 4, 2, Padding.Of(1)), new Tanh(), new ConvTranspose2d(18, 3, 2, Padding.KerasSame)]),
        ["transposed convolution of few channels"] = (new Shape(6, 3, 4), [new ConvTranspose2d(1, 4, 2, Padding.Of(1)), new Tanh()]),
        ["upsample and pool"] = (new Shape(5, 3, 2), [new Upsample(3), new Tanh(), new Conv2d(18, 2), new AvgPool2d(3, 2), new Softplus()]),
        ["dense to image and back"] = (new Shape(4),
            [new Dense(72), new Elu(), new Reshape(new Shape(18, 2, 2)), new Upsample(), new Conv2d(5, 3), new Tanh(), new Flatten(), new Dense(1)]),
        ["class"] = (new Shape(6), [new ClassInput(3), new Dense(17), new Tanh(), new ClassInput(2), new Tanh(), new Dense(5), new ClassInput()]),
        ["class on an image"] = (new Shape(2, 5, 5),
            [new ClassInput(), new Conv2d(6, 3), new Softplus(), new ClassInput(1), new Tanh(), new Conv2d(5, 2), new Tanh(), new Flatten(), new ClassInput(3), new Dense(1)]),
        ["spectral norm"] = (new Shape(2, 5, 5),
            [new Conv2d(18, 3, SpectralNorm: true), new Tanh(), new ConvTranspose2d(5, 2, 2, SpectralNorm: true), new Flatten(), new Dense(1, SpectralNorm: true)]),
    };

    public static TheoryData<string> Cases => [.. Architectures.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_of_the_input_gradient_agree_with_the_reference(string architecture)
    {
        using var device = CreateDevice();
        var (input, layers) = Architectures[architecture];
        var plan = Networks.Plan(input, layers);
        using var network = device.Create(plan, Items, seed: 3);
        var state = network.Save();
        var items = Networks.Items(input, Items, 1);
        var outward = Networks.Items(plan.Output, Items, 2);
        var direction = Networks.Items(input, Items, 3);

        network.ForwardTraining([items], 0);
        network.BackwardInputGradient(outward, direction);
        var gradients = GradientProbe.Of(network, state);

        // The sum of direction times input gradient is the outputs' change in that direction.
        const double Along = 3e-5;
        var reference = new ReferenceNetwork(plan, state);
        double[] x = Doubles(items), t = Doubles(direction), v = Doubles(outward);
        double Sum(double step) =>
            reference.Forward([[.. x.Select((value, i) => value + step * t[i])]], training: true).Select((value, i) => value * v[i]).Sum();
        double Change() => (8 * (Sum(Along) - Sum(-Along)) - (Sum(2 * Along) - Sum(-2 * Along))) / (12 * Along);
        foreach (var layer in plan.Layers)
        {
            // A bias before a norm has a gradient of zero, which its layer's weights give a measure for.
            var expected = layer.Parameters.Select(parameter => Differences(reference.Tensors[parameter.Name], gradients[parameter.Name], Change)).ToArray();
            for (int i = 0; i < expected.Length; i++)
                Close(expected[i], gradients[layer.Parameters[i].Name], expected.Max(values => values.Max(Math.Abs)), layer.Parameters[i].Name);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void They_are_added_to_what_was_gathered_before(bool askedForInputGradient)
    {
        var (input, layers) = Architectures["instance norm"];
        var plan = Networks.Plan(input, layers);
        using var device = CreateDevice();
        var items = Networks.Items(input, Items, 1);
        Batch outward = Networks.Items(plan.Output, Items, 2), direction = Networks.Items(input, Items, 3), loss = Networks.Items(plan.Output, Items, 4);

        var both = Gradients(network =>
        {
            network.Backward(loss, inputGradient: true);
            if (askedForInputGradient)
                network.InputGradient(outward);
            network.BackwardInputGradient(outward, direction);
        });
        var reversed = Gradients(network =>
        {
            if (askedForInputGradient)
                network.InputGradient(outward);
            network.BackwardInputGradient(outward, direction);
            network.Backward(loss, inputGradient: false);
        });
        var one = Gradients(network => network.Backward(loss, inputGradient: false));
        var other = Gradients(network => network.BackwardInputGradient(outward, direction));

        foreach (var (name, gradient) in both)
        {
            float largest = both[name[..2] + "weight"].Max(Math.Abs);
            for (int i = 0; i < gradient.Length; i++)
            {
                Assert.Equal(one[name][i] + other[name][i], gradient[i], 1e-5f * largest);
                Assert.Equal(gradient[i], reversed[name][i], 1e-5f * largest);
            }
        }

        IReadOnlyDictionary<string, float[]> Gradients(Action<INetwork> gather)
        {
            using var network = device.Create(plan, Items, seed: 3);
            var state = network.Save();
            network.ForwardTraining([items], 0);
            gather(network);
            return GradientProbe.Of(network, state);
        }
    }

    [Fact]
    public void What_an_input_gradient_left_is_used_only_for_the_same_question()
    {
        var (input, layers) = Architectures["tanh"];
        var plan = Networks.Plan(input, layers);
        using var device = CreateDevice();
        using var asked = device.Create(plan, Items, seed: 3);
        using var plain = device.Create(plan, Items, seed: 3);
        Batch first = Networks.Items(input, Items, 1), second = Networks.Items(input, Items, 2), direction = Networks.Items(input, Items, 3);
        Batch outward = Networks.Items(plan.Output, Items, 4), other = Networks.Items(plan.Output, Items, 5);

        foreach (var items in new[] { first, second, first })
        {
            // Asked of another output gradient in between, or of the right one, or of a forward that is gone.
            asked.ForwardTraining([first], 0);
            asked.InputGradient(outward);
            asked.ForwardTraining([items], 0);
            asked.InputGradient(items == first ? outward : other);
            asked.BackwardInputGradient(outward, direction);
            plain.ForwardTraining([items], 0);
            plain.BackwardInputGradient(outward, direction);
            asked.Step();
            plain.Step();
            foreach (var (expected, actual) in plain.Save().Tensors.Zip(asked.Save().Tensors))
                Assert.True(expected.Values.Span.SequenceEqual(actual.Values.Span), expected.Name);
        }
    }

    [Fact]
    public void Dropout_drops_the_same_numbers_again()
    {
        // g = w m, for each mask m: the sum of direction times g has the gradient direction m by w.
        var input = new Shape(50);
        using var device = CreateDevice();
        using var network = device.Create(Networks.Plan(input, [new Dropout(0.4f), new Dense(1, Bias: false)]), Items, seed: 3);
        var state = network.Save();
        var ones = new Batch(input, Items, Enumerable.Repeat(1f, 50 * Items).ToArray());
        var outward = new Batch(new Shape(1), Items, Enumerable.Repeat(1f, Items).ToArray());

        network.ForwardTraining([ones], 5);
        float[] slopes = network.InputGradient(outward).Values.ToArray();
        network.BackwardInputGradient(outward, ones);
        float[] gradient = GradientProbe.Of(network, state)["1.weight"], weight = state.Tensors[0].Values.ToArray();

        for (int i = 0; i < 50; i++)
            Assert.Equal(Enumerable.Range(0, Items).Sum(item => slopes[item * 50 + i] / weight[i]), gradient[i], 1e-4f);
    }

    public static TheoryData<string, Layer> Coupling => new()
    {
        { "Layer 1 (batch_norm): a gradient penalty needs a gradient of each item", new BatchNorm() },
        { "Layer 1 (minibatch_stddev): a gradient penalty needs a gradient of each item", new MinibatchStdDev() },
    };

    [Theory]
    [MemberData(nameof(Coupling))]
    public void A_layer_that_couples_items_refuses_by_name(string message, Layer layer)
    {
        var input = new Shape(2, 3, 3);
        var plan = Networks.Plan(input, [new Conv2d(4, 2), layer, new Conv2d(1, 2)]);
        using var device = CreateDevice();
        using var network = device.Create(plan, Items, seed: 3);
        network.ForwardTraining([Networks.Items(input, Items, 1)], 0);

        var error = Assert.Throws<NotSupportedException>(
            () => network.BackwardInputGradient(Networks.Items(plan.Output, Items, 2), Networks.Items(input, Items, 3)));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.False(ItemGradients.Of(layer));
        Assert.Throws<InvalidOperationException>(() => network.Step());
    }

    [Fact]
    public void It_needs_a_training_forward_and_what_fits_it()
    {
        var (input, layers) = Architectures["dense"];
        var plan = Networks.Plan(input, layers);
        using var device = CreateDevice();
        using var network = device.Create(plan, Items, seed: 3);
        var items = Networks.Items(input, Items, 1);
        var outward = Networks.Items(plan.Output, Items, 2);

        Assert.Throws<InvalidOperationException>(() => network.BackwardInputGradient(outward, items));
        network.Forward([items], 0, keepTape: true);
        Assert.Throws<InvalidOperationException>(() => network.BackwardInputGradient(outward, items));
        network.ForwardTraining([items], 0);
        Assert.Throws<ArgumentException>(() => network.BackwardInputGradient(outward, outward));
        Assert.Throws<ArgumentException>(() => network.BackwardInputGradient(items, items));
        Assert.Throws<InvalidOperationException>(() => network.Step());
    }

    private static double[] Doubles(Batch batch) => [.. batch.Values.ToArray().Select(value => (double)value)];

    // At most so many of a tensor's numbers are tried, spread over it; the rest are taken as they are.
    private static double[] Differences(double[] values, float[] actual, Func<double> sum)
    {
        const double Step = 1e-4;
        const int Most = 20;
        double[] differences = [.. actual.Select(value => (double)value)];
        for (int i = 0; i < values.Length; i += Math.Max(1, values.Length / Most))
        {
            double value = values[i];
            values[i] = value + Step;
            double above = sum();
            values[i] = value - Step;
            double below = sum();
            values[i] = value;
            differences[i] = (above - below) / (2 * Step);
        }

        return differences;
    }

    private static void Close(double[] expected, float[] actual, double largest, string what)
    {
        largest = Math.Max(0.1, largest);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 2e-5 * largest, $"{what}[{i}] is {actual[i]:R}, should be {expected[i]:R} ({largest:R} at most)");
    }
}
