using GanActors.Engines.Cpu;
using GanActors.Networks;

namespace GanActors.Engines.Tests;

/// <summary>Freezing saves work: the multiplications of each phase are those that its players need, and not one more.</summary>
public sealed class WorkCountTests
{
    private const int Items = 6;

    public static TheoryData<string> Duels => ["mlp", "dcgan"];

    public static TheoryData<string> Critics => ["mlp", "convolutions"];

    [Theory]
    [MemberData(nameof(Duels))]
    public void In_the_discriminators_phase_the_generator_keeps_no_tape_and_nothing_of_it_goes_back(string name)
    {
        using var device = new CpuDevice(2);
        var (generator, discriminator) = Create(device, name);

        var fakes = generator.Forward([Networks.Items(generator.Plan.Input, Items, 1)], 0, keepTape: false);
        discriminator.ForwardTraining([Networks.Items(discriminator.Plan.Input, Items, 2), fakes], 0);
        discriminator.Backward(Networks.Items(discriminator.Plan.Output, 2 * Items, 3), inputGradient: false);
        discriminator.Step();

        Assert.Equal(new WorkCount(Items * All(generator), 0, 0, 0), Work(generator));
        var work = Work(discriminator);
        Assert.Equal(2 * Items * All(discriminator), work.Forward);
        Assert.Equal(2 * Items * AllButTheFirst(discriminator), work.InputGradients);
        Assert.Equal(2 * Items * All(discriminator), work.WeightGradients);
        Assert.True(work.TapeBytes > 0);
    }

    [Theory]
    [MemberData(nameof(Duels))]
    public void In_the_generators_phase_no_weight_gradient_of_the_discriminator_is_computed(string name)
    {
        using var device = new CpuDevice(2);
        var (generator, discriminator) = Create(device, name);

        var fakes = generator.ForwardTraining([Networks.Items(generator.Plan.Input, Items, 1)], 0);
        discriminator.Forward([fakes], 0, keepTape: true);
        generator.Backward(discriminator.InputGradient(Networks.Items(discriminator.Plan.Output, Items, 3)), inputGradient: false);
        generator.Step();

        var (learned, judged) = (Work(generator), Work(discriminator));
        Assert.Equal(Items * All(discriminator), judged.Forward);
        Assert.Equal(Items * All(discriminator), judged.InputGradients);
        Assert.Equal(0, judged.WeightGradients);
        Assert.Equal(Items * All(generator), learned.Forward);
        Assert.Equal(Items * AllButTheFirst(generator), learned.InputGradients);
        Assert.Equal(Items * All(generator), learned.WeightGradients);
        Assert.True(learned.TapeBytes > 0 && judged.TapeBytes > 0);
    }

    [Theory]
    [MemberData(nameof(Critics))]
    public void A_penalty_costs_a_forward_and_a_weight_gradient_more_than_the_input_gradient(string name)
    {
        using var device = new CpuDevice(2);
        var image = new Shape(1, 16, 16);
        Layer[] layers = name == "mlp"
            ? [new Flatten(), new Dense(32), new LeakyRelu(0.2f), new Dense(24), new Relu(), new Dense(1)]
            : [new Conv2d(8, 4, 2, Padding.Of(1)), new LeakyRelu(0.2f), new Conv2d(16, 4, 2, Padding.Of(1)), new LeakyRelu(0.2f), new Flatten(), new Dense(1)];
        using var critic = device.Create(Networks.Plan(image, layers, refine: spec => spec with { Convolutions = ConvolutionKind.Direct }), Items, 1);
        var (items, ones, direction) = (Networks.Items(image, Items, 1), Networks.Items(critic.Plan.Output, Items, 2), Networks.Items(image, Items, 3));
        WorkCount before = default;
        // The first time, what passes between the layers was not kept for it.
        for (int step = 0; step < 2; step++)
        {
            critic.ForwardTraining([items], 0);
            critic.InputGradient(ones);
            before = Work(critic);
            critic.BackwardInputGradient(ones, direction);
            critic.Step();
        }

        var work = Work(critic) - before;
        Assert.Equal(Items * (All(critic) - MultiplyAdds(critic.Plan.Layers[^1])), work.Forward);
        Assert.Equal(0, work.InputGradients);
        Assert.Equal(Items * All(critic), work.WeightGradients);
    }

    [Fact]
    public void A_tape_of_dense_layers_is_their_inputs_and_outputs()
    {
        using var device = new CpuDevice();
        var (generator, discriminator) = Create(device, "mlp");

        var fakes = generator.ForwardTraining([Networks.Items(generator.Plan.Input, Items, 1)], 0);
        discriminator.Forward([fakes], 0, keepTape: true);
        discriminator.Infer(fakes);
        discriminator.Forward([fakes], 0, keepTape: false);

        Assert.Equal(sizeof(float) * Items * (20 + 48 + 256), Work(generator).TapeBytes);
        Assert.Equal(sizeof(float) * Items * (256 + 32 + 1), Work(discriminator).TapeBytes);
    }

    private static (INetwork Generator, INetwork Discriminator) Create(CpuDevice device, string name)
    {
        var image = new Shape(1, 16, 16);
        (Layer[] generator, Layer[] discriminator) = name == "mlp"
            ? (new Layer[] { new Dense(48), new LeakyRelu(0.2f), new Dense(256), new Tanh(), new Reshape(image) },
                new Layer[] { new Flatten(), new Dense(32), new LeakyRelu(0.2f), new Dense(1) })
            : (
                [
                    new Dense(16 * 4 * 4), new BatchNorm(), new Relu(), new Reshape(new Shape(16, 4, 4)),
                    new ConvTranspose2d(8, 4, 2, Padding.Of(1)), new BatchNorm(), new Relu(), new ConvTranspose2d(1, 4, 2, Padding.Of(1)), new Tanh(),
                ],
                [
                    new Conv2d(8, 4, 2, Padding.Of(1)), new LeakyRelu(0.2f), new Conv2d(16, 4, 2, Padding.Of(1)), new BatchNorm(), new LeakyRelu(0.2f),
                    new Flatten(), new Dense(1),
                ]);
        return (Of(NetworkRole.Generator, generator, new Shape(20)), Of(NetworkRole.Discriminator, discriminator, image));

        INetwork Of(NetworkRole role, Layer[] layers, Shape input) => device.Create(
            Networks.Plan(input, layers, role: role, refine: spec => spec with { Convolutions = ConvolutionKind.Direct }), Items, 1);
    }

    private static WorkCount Work(INetwork network) => ((ICountedWork)network).Work;

    // Multiply-adds of one item.
    private static long All(INetwork network) => network.Plan.Layers.Sum(MultiplyAdds);

    private static long AllButTheFirst(INetwork network) => All(network) - MultiplyAdds(network.Plan.Layers.First(layer => MultiplyAdds(layer) > 0));

    private static long MultiplyAdds(LayerPlan layer) => layer.Layer switch
    {
        Dense => layer.Input.Size * layer.Output.Size,
        // A pixel of the smaller map for every window, all of its pixels and channels.
        Conv2d conv => (long)layer.Output.Size * layer.Input[0] * conv.Kernel * conv.Kernel,
        ConvTranspose2d conv => (long)layer.Input.Size * layer.Output[0] * conv.Kernel * conv.Kernel,
        _ => 0,
    };
}
