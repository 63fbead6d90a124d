using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>Outputs against the double-precision reference, gradients against its central differences.</summary>
public abstract class GradientConformance : OfEveryEngine
{
    private const int Batch = 5;

    public static TheoryData<string> Cases => [.. Architectures.Keys];

    private static readonly Dictionary<string, (Shape Input, Layer[] Layers)> Architectures = new(StringComparer.Ordinal)
    {
        ["dense"] = (new Shape(7), [new Dense(19)]),
        ["dense without bias"] = (new Shape(7), [new Dense(19, Bias: false)]),
        ["dense of whole tiles"] = (new Shape(32), [new Dense(48)]),
        ["dense of many panels"] = (new Shape(9), [new Dense(101), new Tanh(), new Dense(53)]),
        ["one unit"] = (new Shape(33), [new Dense(1)]),
        ["three units without bias"] = (new Shape(21), [new Dense(3, Bias: false)]),
        ["leaky relu"] = (new Shape(6), [new Dense(17), new LeakyRelu(0.2f), new Dense(5)]),
        ["relu"] = (new Shape(6), [new Dense(17), new Relu(), new Dense(5)]),
        ["elu"] = (new Shape(6), [new Dense(17), new Elu(0.7f), new Dense(5)]),
        ["selu"] = (new Shape(6), [new Dense(17), new Selu(), new Dense(5)]),
        ["tanh"] = (new Shape(6), [new Dense(17), new Tanh(), new Dense(1), new Tanh()]),
        ["sigmoid"] = (new Shape(6), [new Dense(17), new Sigmoid(), new Dense(5), new Sigmoid()]),
        ["activations alone"] = (new Shape(6), [new Tanh(), new LeakyRelu(0.1f), new Sigmoid()]),
        ["nothing but names"] = (new Shape(2, 3), [new Flatten(), new Reshape(new Shape(3, 2))]),
        ["flatten and reshape"] = (new Shape(1, 4, 4), [new Flatten(), new Dense(18), new Tanh(), new Reshape(new Shape(2, 3, 3))]),
        ["batch norm"] = (new Shape(6), [new Dense(19), new BatchNorm(), new LeakyRelu(0.2f), new Dense(4)]),
        ["convolution"] = (new Shape(5, 6, 5), [new Conv2d(7, 3)]),
        ["convolution of stride 2"] = (new Shape(6, 7, 6), [new Conv2d(17, 4, 2, Padding.Of(1)), new LeakyRelu(0.2f)]),
        ["convolution, same"] = (new Shape(5, 6, 5), [new Tanh(), new Conv2d(3, 3, 2, Padding.KerasSame, Bias: false)]),
        ["convolution of few channels"] = (new Shape(1, 7, 6), [new Conv2d(5, 4, 2, Padding.Of(1)), new LeakyRelu(0.2f), new Conv2d(6, 3)]),
        ["convolution that skips pixels"] = (new Shape(5, 7, 7), [new Conv2d(6, 1, 3), new Tanh()]),
        ["transposed convolution"] = (new Shape(6, 3, 4), [new ConvTranspose2d(5, 4, 2, Padding.Of(1)), new Tanh()]),
        ["transposed convolution, output padding"] = (new Shape(6, 3, 3), [new ConvTranspose2d(5, 3, 2, Padding.Of(1), 1)]),
        ["transposed convolution, same"] = (new Shape(6, 3, 3), [new Tanh(), new ConvTranspose2d(18, 5, 2, Padding.KerasSame, Bias: false), new Relu()]),
        ["transposed convolution of few channels"] = (new Shape(6, 3, 4), [new ConvTranspose2d(1, 4, 2, Padding.Of(1)), new Tanh()]),
        ["transposed convolution with holes"] = (new Shape(6, 3, 3), [new ConvTranspose2d(5, 2, 3)]),
        ["batch norm of images"] = (new Shape(5, 3, 3), [new Conv2d(18, 2), new BatchNorm(), new LeakyRelu(0.2f)]),
        ["a small dcgan generator"] = (new Shape(7),
            [
                new Dense(72), new BatchNorm(), new Relu(), new Reshape(new Shape(18, 2, 2)), new ConvTranspose2d(6, 4, 2, Padding.Of(1)), new BatchNorm(),
                new Relu(), new ConvTranspose2d(1, 4, 2, Padding.Of(1)), new Tanh(),
            ]),
        ["a small dcgan discriminator"] = (new Shape(3, 8, 8),
            [
                new Conv2d(6, 4, 2, Padding.Of(1)), new LeakyRelu(0.2f), new Conv2d(17, 4, 2, Padding.Of(1)), new BatchNorm(), new LeakyRelu(0.2f),
                new Flatten(), new Dense(6), new Tanh(), new Dense(1),
            ]),
        ["gelu"] = (new Shape(6), [new Dense(17), new Gelu(), new Dense(5), new Gelu()]),
        ["softplus"] = (new Shape(6), [new Dense(17), new Softplus(), new Dense(5)]),
        ["layer norm"] = (new Shape(6), [new Dense(19), new LayerNorm(), new Tanh(), new Dense(3)]),
        ["layer norm of images"] = (new Shape(3, 4, 4), [new Tanh(), new Conv2d(5, 3), new LayerNorm(), new Flatten(), new Dense(3)]),
        ["instance norm"] = (new Shape(3, 4, 4), [new Conv2d(18, 2), new InstanceNorm(), new LeakyRelu(0.2f), new Conv2d(5, 2), new InstanceNorm(Affine: true)]),
        ["upsample"] = (new Shape(5, 3, 2), [new Tanh(), new Upsample(3), new Conv2d(5, 3)]),
        ["average pooling"] = (new Shape(3, 7, 6), [new Conv2d(18, 2), new Tanh(), new AvgPool2d(3, 2)]),
        ["minibatch standard deviation"] = (new Shape(3, 4, 4), [new Conv2d(5, 2), new Tanh(), new MinibatchStdDev(3), new Conv2d(4, 2)]),
        ["spectral norm"] = (new Shape(7), [new Dense(19, SpectralNorm: true), new Tanh(), new Dense(3, SpectralNorm: true), new Tanh(), new Dense(1, false, true)]),
        ["spectral norm of many panels"] = (new Shape(40), [new Dense(131, SpectralNorm: true)]),
        ["spectral norm of convolutions"] = (new Shape(3, 6, 5),
            [
                new Conv2d(18, 3, 2, Padding.Of(1), SpectralNorm: true), new LeakyRelu(0.2f), new ConvTranspose2d(5, 4, 2, SpectralNorm: true), new Tanh(),
                new ConvTranspose2d(19, 2, 1, SpectralNorm: true), new Elu(), new Flatten(), new Dense(4, SpectralNorm: true),
            ]),
        ["class, one-hot"] = (new Shape(6), [new ClassInput(), new Dense(17), new Tanh(), new ClassInput(), new Dense(5)]),
        ["class, embedded"] = (new Shape(6), [new Dense(17), new ClassInput(19), new LeakyRelu(0.2f), new Dense(5), new ClassInput(2)]),
        ["class, embedded, alone"] = (new Shape(6), [new ClassInput(3), new Sigmoid()]),
        ["class on an image, one-hot"] = (new Shape(3, 5, 4), [new ClassInput(), new Conv2d(6, 3), new Tanh(), new ClassInput(), new Flatten(), new Dense(3)]),
        ["class on an image, embedded"] = (new Shape(1, 5, 4), [new ClassInput(1), new Conv2d(6, 3), new Tanh(), new ClassInput(3), new Elu(), new Conv2d(5, 2)]),
        ["class on an image, embedded, alone"] = (new Shape(3, 5, 4), [new Tanh(), new ClassInput(2)]),
        ["class behind an image"] = (new Shape(3, 5, 4), [new Conv2d(6, 3), new Flatten(), new ClassInput(7), new Tanh(), new Dense(1)]),
        ["class on rows"] = (new Shape(3, 5), [new ClassInput(), new ClassInput(2), new Tanh(), new Flatten(), new Dense(3)]),
        ["class between a dense layer and images"] = (new Shape(7),
            [
                new Dense(5), new ClassInput(3), new Reshape(new Shape(2, 2, 2)), new ConvTranspose2d(6, 4, 2, Padding.Of(1)), new Flatten(), new Dense(36),
                new Tanh(), new Reshape(new Shape(9, 2, 2)), new ClassInput(1), new ConvTranspose2d(2, 3),
            ]),
        ["one unit on an image"] = (new Shape(3, 4, 4), [new Conv2d(6, 3), new Flatten(), new Dense(1)]),
        ["batch norm at the ends"] = (new Shape(18), [new BatchNorm(), new Dense(17), new BatchNorm(Affine: false)]),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_and_all_gradients_agree_with_the_reference(string architecture)
    {
        using var device = CreateDevice();
        var (input, layers) = Architectures[architecture];
        var plan = Networks.Plan(input, layers);
        using var network = device.Create(plan, Batch, seed: 3);
        var state = network.Save();
        Batch[] parts = [Networks.Items(input, Batch, 1), Networks.Items(input, Batch + 2, 2)];

        var output = network.ForwardTraining(parts, draw: 0);

        var reference = new ReferenceNetwork(plan, state);
        double[][] doubles = [.. parts.Select(part => part.Values.ToArray().Select(value => (double)value).ToArray())];
        double[] expected = reference.Forward(doubles, training: true);
        Close(expected, output.Values.ToArray(), 2e-6, "output");

        float[] direction = Networks.Numbers(expected.Length, seed: 4);
        var inputGradient = network.Backward(new Batch(plan.Output, output.Count, direction), inputGradient: true);

        double Loss() => reference.Forward(doubles, training: true).Zip(direction, (y, d) => y * d).Sum();
        float[] given = inputGradient!.Values.ToArray();
        int first = 0;
        foreach (double[] part in doubles)
        {
            float[] actual = given[first..(first + part.Length)];
            Close(Differences(part, actual, Loss), actual, 2e-5, "input gradient");
            first += part.Length;
        }

        var gradients = GradientProbe.Of(network, state);
        foreach (var parameter in plan.Layers.SelectMany(layer => layer.Parameters))
        {
            float[] actual = gradients[parameter.Name];
            Close(Differences(reference.Tensors[parameter.Name], actual, Loss), actual, 2e-5, parameter.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_frozen_network_gives_the_same_output_and_input_gradient(string architecture)
    {
        using var device = CreateDevice();
        var (input, layers) = Architectures[architecture];
        var plan = Networks.Plan(input, layers);
        using var network = device.Create(plan, Batch, seed: 3);
        Batch[] parts = [Networks.Items(input, Batch, 1), Networks.Items(input, Batch, 2)];
        var direction = Networks.Items(plan.Output, 2 * Batch, 4);

        float[] output = network.ForwardTraining(parts, 0).Values.ToArray();
        float[] gradient = network.Backward(direction, inputGradient: true)!.Values.ToArray();
        float[] frozen = network.Forward(parts, 0, keepTape: true).Values.ToArray();
        float[] frozenGradient = network.InputGradient(direction).Values.ToArray();
        float[] untaped = network.Forward(parts, 0, keepTape: false).Values.ToArray();

        Assert.Equal(output, frozen);
        Assert.Equal(gradient, frozenGradient);
        Assert.Equal(output, untaped);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Inference_agrees_with_the_reference(string architecture)
    {
        using var device = CreateDevice();
        var (input, layers) = Architectures[architecture];
        var plan = Networks.Plan(input, layers, new OptimizerSpec(OptimizerKind.Sgd));
        using var network = device.Create(plan, Batch, seed: 3);
        if (plan.ParameterCount > 0)
        {
            var seen = network.ForwardTraining([Networks.Items(input, Batch, 1)], 0);
            network.Backward(Networks.Items(plan.Output, seen.Count, 2), inputGradient: false);
            network.Step();
        }

        var items = Networks.Items(input, 23, 5);
        var output = network.Infer(items);

        double[] doubles = [.. items.Values.ToArray().Select(value => (double)value)];
        Close(new ReferenceNetwork(plan, network.Save()).Forward([doubles], training: false), output.Values.ToArray(), 2e-6, "output");
    }

    // At most so many of a tensor's numbers are tried, spread over it; the rest are taken as they are.
    private static double[] Differences(double[] values, float[] actual, Func<double> loss)
    {
        const double Step = 1e-5;
        const int Most = 40;
        double[] differences = [.. actual.Select(value => (double)value)];
        for (int i = 0; i < values.Length; i += Math.Max(1, values.Length / Most))
        {
            double value = values[i];
            values[i] = value + Step;
            double above = loss();
            values[i] = value - Step;
            double below = loss();
            values[i] = value;
            differences[i] = (above - below) / (2 * Step);
        }

        return differences;
    }

    // Relative to the largest: float32 cannot do better where terms cancel.
    private static void Close(double[] expected, float[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = Math.Max(0.5, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * largest, $"{what}[{i}] is {actual[i]:R}, should be {expected[i]:R} ({largest:R} at most)");
    }
}
