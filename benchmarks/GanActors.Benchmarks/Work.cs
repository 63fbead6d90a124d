using GanActors.Networks;

namespace GanActors.Benchmarks;

/// <summary>A pair of networks to train, and how many multiply-adds one iteration of them takes at batch 64.</summary>
internal sealed record Work(string Name, NetworkPlan Generator, NetworkPlan Discriminator, double MultiplyAdds)
{
    private const double Batch = 64;

    /// <summary>100-128-784 and 784-128-1.</summary>
    public static Work Mlp { get; } = Create(
        "mlp",
        new Shape(1, 28, 28),
        [new Dense(128), new LeakyRelu(0.2f), new Dense(784), new Tanh(), new Reshape(new Shape(1, 28, 28))],
        [new Flatten(), new Dense(128), new LeakyRelu(0.2f), new Dense(1)],
        // Generator forward and back with weights; discriminator forward and weights on both batches; forward and input on fakes.
        Batch * (2 * 12_800 + 3 * 100_352 + 4 * 100_352 + 2 * 100_352));

    /// <summary>A DCGAN of 28x28: 100 - 128x7x7 - 64x14x14 - 1x28x28 and 1x28x28 - 64x14x14 - 128x7x7 - 1.</summary>
    public static Work Dcgan { get; } = Create(
        "dcgan",
        new Shape(1, 28, 28),
        [
            new Dense(6272), new BatchNorm(), new Relu(), new Reshape(new Shape(128, 7, 7)),
            new ConvTranspose2d(64, 4, 2, Padding.Of(1)), new BatchNorm(), new Relu(),
            new ConvTranspose2d(1, 4, 2, Padding.Of(1)), new Tanh(),
        ],
        [
            new Conv2d(64, 4, 2, Padding.Of(1)), new LeakyRelu(0.2f),
            new Conv2d(128, 4, 2, Padding.Of(1)), new BatchNorm(), new LeakyRelu(0.2f),
            new Flatten(), new Dense(1),
        ],
        // The large convolutions count eleven times: three in the generator, three times two batches in the discriminator's phase, two on the fakes.
        // The small ones nine: no way back to the real and fake images.
        Batch * ((2 * 627_200) + (11 * 49 * 1024 * 128) + (9 * 200_704)));

    /// <summary>
    /// 64x64 colour, the filters of MATLAB's example on flowers: 100 - 512x4x4 - 256 - 128 - 64 - 3 and 3 - 64 - 128 - 256 - 512x4x4 - 1,
    /// kernels of 5, stride 2, <c>same</c>.
    /// </summary>
    public static Work Sunflowers { get; } = Create(
        "sunflowers",
        new Shape(3, 64, 64),
        [
            new Dense(8192), new Reshape(new Shape(512, 4, 4)),
            new ConvTranspose2d(256, 5, 2, Padding.KerasSame), new BatchNorm(), new Relu(),
            new ConvTranspose2d(128, 5, 2, Padding.KerasSame), new BatchNorm(), new Relu(),
            new ConvTranspose2d(64, 5, 2, Padding.KerasSame), new BatchNorm(), new Relu(),
            new ConvTranspose2d(3, 5, 2, Padding.KerasSame), new Tanh(),
        ],
        [
            new Dropout(0.5f),
            new Conv2d(64, 5, 2, Padding.KerasSame), new LeakyRelu(0.2f),
            new Conv2d(128, 5, 2, Padding.KerasSame), new BatchNorm(), new LeakyRelu(0.2f),
            new Conv2d(256, 5, 2, Padding.KerasSame), new BatchNorm(), new LeakyRelu(0.2f),
            new Conv2d(512, 5, 2, Padding.KerasSame), new BatchNorm(), new LeakyRelu(0.2f),
            new Conv2d(1, 4), new Flatten(),
        ],
        // The generator forward, back and weights, its first layer not back; the discriminator three times on two batches and twice on the fakes,
        // its first layer less the way back in its own phase.
        Batch * ((2 * 819_200.0) + (3 * (SunflowerMaps + 4_915_200.0)) + (8 * (SunflowerMaps + 8192.0)) + (6 * 4_915_200.0)));

    // The three inner convolutions, the same in both networks: pixels of the smaller map times both channels times the kernel.
    private const double SunflowerMaps = 25.0 * ((256.0 * 64 * 128) + (64.0 * 128 * 256) + (16.0 * 256 * 512));

    /// <summary>The work of that name.</summary>
    public static Work Of(string name) => name switch
    {
        "mlp" => Mlp,
        "dcgan" => Dcgan.With(ConvolutionKind.Direct),
        "dcgan-fast" => Dcgan,
        "sunflowers" => Sunflowers.With(ConvolutionKind.Direct),
        "sunflowers-fast" => Sunflowers,
        _ => throw new ArgumentException(
            $"No work '{name}'; there are mlp, dcgan, dcgan-fast, sunflowers and sunflowers-fast.", nameof(name)),
    };

    // Multiply-adds are those of direct convolutions either way: what the training asks for.
    private Work With(ConvolutionKind convolutions) => this with
    {
        Generator = With(Generator, convolutions),
        Discriminator = With(Discriminator, convolutions),
    };

    private static NetworkPlan With(NetworkPlan plan, ConvolutionKind convolutions) =>
        NetworkPlan.Infer(plan.Role, plan.Spec with { Convolutions = convolutions }, plan.Input, plan.Output);

    private static Work Create(string name, Shape image, Layer[] generator, Layer[] discriminator, double multiplyAdds)
    {
        var adam = new OptimizerSpec(OptimizerKind.Adam, 0.0002f, 0.5f);
        return new Work(
            name,
            NetworkPlan.Infer(NetworkRole.Generator, new NetworkSpec([.. generator], adam), new Shape(100), image),
            NetworkPlan.Infer(NetworkRole.Discriminator, new NetworkSpec([.. discriminator], adam), image, new Shape(1)),
            multiplyAdds);
    }
}
