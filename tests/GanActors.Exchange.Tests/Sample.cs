using System.Collections.Immutable;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Exchange.Tests;

/// <summary>Generators to write and read, with weights and statistics that are unlike those they start with.</summary>
internal static class Sample
{
    public static readonly Layer[] Mlp = [new Dense(24), new LeakyRelu(0.2f), new Dense(49), new Tanh(), new Reshape(new Shape(1, 7, 7))];

    /// <summary>How many classes the generators of conditional recipes know.</summary>
    public const int Classes = 5;

    /// <summary>A recipe around a generator; its discriminator is as simple as can be.</summary>
    public static Recipe Recipe(IEnumerable<Layer> layers, int noise = 9, AverageSpec? average = null) => new(
        Name: "sample",
        Description: "for tests",
        Data: new DataSpec("digits"),
        Batch: 8,
        Noise: new NoiseSpec(noise),
        Generator: new NetworkSpec([.. layers], new OptimizerSpec(), Average: average),
        Discriminator: new NetworkSpec(layers.Any(layer => layer is ClassInput) ? [new Flatten(), new ClassInput(), new Dense(1)] : [new Flatten(), new Dense(1)], new OptimizerSpec()),
        Loss: new LossSpec(),
        Schedule: new ScheduleSpec(),
        Run: new RunSpec(Iterations: 12, Seed: 5),
        Samples: new SamplesSpec(Every: 5, Rows: 2, Columns: 3),
        Metrics: new MetricsSpec());

    /// <summary>A generator that was trained for a few steps on gradients of nothing in particular.</summary>
    public static TrainedGenerator Trained(IEnumerable<Layer> layers, int noise = 9, AverageSpec? average = null)
    {
        var recipe = Recipe(layers, noise, average);
        var item = Output(recipe.Generator, new Shape(noise));
        int classes = recipe.IsConditional ? Classes : 0;
        using var device = new CpuDevice();
        using var network = device.Create(recipe.PlanGenerator(item, classes), 8, recipe.Run.Seed);
        for (ulong step = 0; step < 3; step++)
        {
            var output = network.ForwardTraining([Noise(recipe, step, 8)], step);
            network.Backward(new Batch(output.Item, output.Count, Numbers(output.Values.Length, 100 + step)), inputGradient: false);
            network.Step();
        }

        return new TrainedGenerator(
            recipe, RecipeWriter.Write(recipe), item, 12,
            [.. network.Save().Tensors.Where(tensor => !tensor.Name.StartsWith("optimizer.", StringComparison.Ordinal)).Select(Stirred)],
            classes);
    }

    /// <summary>Noise to look with, of all classes in turn if the recipe is conditional.</summary>
    public static Batch Noise(Recipe recipe, ulong seed, int items)
    {
        var noise = LatentNoise.ForSamples(recipe.Noise, seed, items);
        return recipe.IsConditional ? noise.Of(Enumerable.Range(0, items).Select(item => (byte)(item * 3 % Classes)).ToArray()) : noise;
    }

    /// <summary>Normal numbers.</summary>
    public static float[] Numbers(int count, ulong seed)
    {
        float[] values = new float[count];
        new RandomStream(seed, StreamPurpose.Dataset, 0, 0).Normal(values);
        return values;
    }

    // Biases start at zero and statistics near nothing: so much that a mistake would not show.
    private static StateTensor Stirred(StateTensor tensor)
    {
        float[] noise = Numbers(tensor.Values.Length, (ulong)tensor.Name.Length);
        bool normalising = tensor.Name.EndsWith("running_mean", StringComparison.Ordinal) || tensor.Name.EndsWith("running_var", StringComparison.Ordinal)
            || tensor.Name.EndsWith("bias", StringComparison.Ordinal);
        return normalising ? tensor with { Values = tensor.Values.ToArray().Select((value, i) => value + (0.1f * MathF.Abs(noise[i]))).ToArray() } : tensor;
    }

    private static Shape Output(NetworkSpec spec, Shape input)
    {
        // One more layer that accepts anything tells what comes out of those before it.
        ImmutableArray<Layer> longer = [.. spec.Layers, new Flatten(), new Dense(1)];
        return NetworkPlan.Infer(NetworkRole.Discriminator, spec with { Layers = longer }, input, new Shape(1), spec.TakesClasses ? Classes : 0).Layers[spec.Layers.Length].Input;
    }
}
