using GanActors.Networks;
using GanActors.Randomness;

namespace GanActors.Engines.Tests;

/// <summary>Small networks and batches to try engines on.</summary>
internal static class Networks
{
    /// <summary>How many classes there are.</summary>
    public const int Classes = 4;

    /// <summary>A plan over layers whose output is whatever they give.</summary>
    public static NetworkPlan Plan(
        Shape input,
        Layer[] layers,
        OptimizerSpec? optimizer = null,
        NetworkRole role = NetworkRole.Discriminator,
        Initializer initializer = Initializer.PyTorch,
        Func<NetworkSpec, NetworkSpec>? refine = null,
        ConvolutionKind convolutions = ConvolutionKind.Direct)
    {
        // One more layer that accepts anything tells what comes out of those before it.
        var longer = new NetworkSpec([.. layers, new Flatten(), new Dense(1)], new OptimizerSpec());
        var output = NetworkPlan.Infer(NetworkRole.Discriminator, longer, input, new Shape(1), Classes).Layers[layers.Length].Input;
        var spec = new NetworkSpec([.. layers], optimizer ?? new OptimizerSpec(), initializer, Convolutions: convolutions);
        return NetworkPlan.Infer(role, refine?.Invoke(spec) ?? spec, input, output, Classes);
    }

    /// <summary>Normal numbers.</summary>
    public static float[] Numbers(int count, ulong seed, float deviation = 1f)
    {
        float[] values = new float[count];
        new RandomStream(seed, StreamPurpose.Dataset, 0, 0).Normal(values);
        for (int i = 0; i < count; i++)
            values[i] *= deviation;
        return values;
    }

    /// <summary>A batch of normal numbers, with classes for those who ask.</summary>
    public static Batch Items(Shape item, int count, ulong seed) =>
        new(item, count, Numbers(item.Size * count, seed), Enumerable.Range(0, count).Select(ClassOf).ToArray());

    /// <summary>The class of an item by its place in its batch.</summary>
    public static byte ClassOf(int place) => (byte)((3 * place + 1) % Classes);
}
