using System.Collections.Immutable;
using System.Globalization;
using GanActors.Engines.Cpu.Stages;
using GanActors.Networks;
using GanActors.Randomness;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>A layer in libtorch's operations; its way back, and the way back's derivatives, are libtorch's autograd.</summary>
/// <param name="plan">The layer.</param>
internal abstract class TorchLayer(LayerPlan plan)
{
    /// <summary>The layer.</summary>
    public LayerPlan Plan { get; } = plan;

    /// <summary>Whether this engine runs a layer.</summary>
    public static bool IsKnown(Layer layer) => layer
        is Dense or Conv2d or ConvTranspose2d or BatchNorm or LayerNorm or InstanceNorm or Dropout or Dropout2d or Flatten or Reshape or Upsample or AvgPool2d
        or MinibatchStdDev or ClassInput or LeakyRelu or Relu or Selu or Elu or Gelu or Softplus or Tanh or Sigmoid;

    /// <summary>The layers of a network.</summary>
    /// <exception cref="NotSupportedException">This engine cannot run one of them; the message names it.</exception>
    public static ImmutableArray<TorchLayer> Build(NetworkPlan plan, ulong seed, TorchDevice device)
    {
        var orders = StoredOrders.Of(plan);
        var masks = new MaskSource(seed, plan.Role == NetworkRole.Generator ? StreamPurpose.GeneratorDropout : StreamPurpose.DiscriminatorDropout);
        return [.. plan.Layers.Select(layer => Create(layer, plan.Classes, orders[layer.Index].Taken, masks, device))];
    }

    /// <summary>Forward.</summary>
    /// <param name="x"><c>[items, ..input]</c>.</param>
    /// <param name="weights">The layer's.</param>
    /// <param name="pass">What the batch is.</param>
    /// <returns><c>[items, ..output]</c>.</returns>
    public abstract Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass);

    /// <summary>Shape of some items on their way.</summary>
    protected static long[] Batched(long items, Shape item) => [items, .. item.Dimensions.Select(size => (long)size)];

    private static TorchLayer Create(LayerPlan plan, int classes, PixelOrder order, MaskSource masks, TorchDevice device) => plan.Layer switch
    {
        Dense => new DenseLayer(plan),
        Conv2d conv => new ConvolutionLayer(plan, conv),
        ConvTranspose2d conv => new TransposedConvolutionLayer(plan, conv),
        BatchNorm norm => new BatchNormLayer(plan, norm, device),
        LayerNorm norm => new LayerNormLayer(plan, norm),
        InstanceNorm norm => new InstanceNormLayer(plan, norm),
        Dropout drop => new DropoutLayer(plan, drop.Probability, masks, order),
        Dropout2d drop => new ChannelDropoutLayer(plan, drop.Probability, masks),
        Flatten or Reshape => new ShapeLayer(plan),
        Upsample upsample => new UpsampleLayer(plan, upsample.Scale),
        AvgPool2d pool => new AveragePoolingLayer(plan, pool),
        MinibatchStdDev deviation => new DeviationLayer(plan, deviation.Group),
        ClassInput => new ClassLayer(plan, classes),
        _ when IsKnown(plan.Layer) => new ActivationLayer(plan),
        _ => throw new NotSupportedException(
            string.Create(CultureInfo.InvariantCulture, $"layer {plan.Index} ({LayerNames.Of(plan.Layer)}): the TorchSharp engine cannot run it")),
    };
}
