using System.Collections.Immutable;
using GanActors.Networks;

namespace GanActors.Evaluation.Extractors;

/// <summary>The layers that features come from: convolutions that halve an image until it is small, for any size and number of channels.</summary>
internal static class ExtractorNetworks
{
    /// <summary>Features that a classifier gives an item.</summary>
    public const int ClassifierFeatures = 128;

    private const int FirstChannels = 32, MostChannels = 128, SmallSide = 8;

    // Weights as He et al. (2015) have them for ReLU; whatever trained a network, one that only looks needs no moments.
    private static readonly OptimizerSpec NoOptimizer = new(OptimizerKind.Sgd);

    /// <summary>Items to features, to be trained: convolutions with batch normalisation, and a dense layer.</summary>
    public static NetworkPlan Body(Shape item, OptimizerSpec? optimizer)
    {
        var layers = Convolutions(item, normalised: true, out _);
        layers.Add(new Flatten());
        layers.Add(new Dense(ClassifierFeatures));
        layers.Add(new Relu());
        return Plan(layers, optimizer, item, new Shape(ClassifierFeatures));
    }

    /// <summary>Features to one logit a class.</summary>
    public static NetworkPlan Head(int classes, OptimizerSpec? optimizer) =>
        Plan([new Dropout(), new Dense(classes)], optimizer, new Shape(ClassifierFeatures), new Shape(classes));

    /// <summary>Items to features, never to be trained: the mean of each channel after the last convolution.</summary>
    public static NetworkPlan Untrained(Shape item)
    {
        var layers = Convolutions(item, normalised: false, out var end);
        int side = Math.Min(end[1], end[2]);
        if (side > 1)
            layers.Add(new AvgPool2d(side, side));
        layers.Add(new Flatten());
        return Plan(layers, null, item, new Shape(end[0] * Math.Max(1, end[1] / side) * Math.Max(1, end[2] / side)));
    }

    private static ImmutableArray<Layer>.Builder Convolutions(Shape item, bool normalised, out Shape end)
    {
        var layers = ImmutableArray.CreateBuilder<Layer>();
        int channels = FirstChannels;
        for (end = item; layers.Count == 0 || Math.Min(end[1], end[2]) > SmallSide; channels = Math.Min(MostChannels, 2 * channels))
        {
            if (Math.Min(end[1], end[2]) < 2)
                break;
            layers.Add(new Conv2d(channels, Kernel: 4, Stride: 2, Padding.Of(1), Bias: !normalised));
            if (normalised)
                layers.Add(new BatchNorm());
            layers.Add(new Relu());
            end = new Shape(channels, end[1] / 2, end[2] / 2);
        }

        return layers;
    }

    private static NetworkPlan Plan(ImmutableArray<Layer>.Builder layers, OptimizerSpec? optimizer, Shape input, Shape output) =>
        Plan(layers.ToImmutable(), optimizer, input, output);

    private static NetworkPlan Plan(ImmutableArray<Layer> layers, OptimizerSpec? optimizer, Shape input, Shape output) =>
        NetworkPlan.Infer(NetworkRole.Discriminator, new NetworkSpec(layers, optimizer ?? NoOptimizer, Initializer.He), input, output);
}
