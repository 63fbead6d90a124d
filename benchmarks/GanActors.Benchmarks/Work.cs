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

    /// <summary>The work of that name.</summary>
    public static Work Of(string name) => name switch
    {
        "mlp" => Mlp,
        _ => throw new ArgumentException($"No work '{name}'; there is mlp.", nameof(name)),
    };

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
