using System.Collections.Immutable;
using System.Globalization;
using GanActors.Engines.Cpu.Convolutions;
using GanActors.Engines.Cpu.Convolutions.Winograd;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Networks;
using GanActors.Randomness;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// From the layers of a plan to what runs: activations join the layer before them, what only renames shapes disappears, and images lie channels
/// last between the layers that want them so.
/// </summary>
internal sealed class StageBuilder<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly NetworkPlan _plan;
    private readonly ulong _seed;
    private readonly Func<Geometry, WinogradTiling?> _tiling;
    private readonly StreamPurpose _dropout;
    private readonly List<Stage> _stages = [];
    private PixelOrder _order = PixelOrder.Plain;

    private StageBuilder(NetworkPlan plan, ulong seed, Func<Geometry, WinogradTiling?> tiling)
    {
        _plan = plan;
        _seed = seed;
        _tiling = tiling;
        _dropout = plan.Role == NetworkRole.Generator ? StreamPurpose.GeneratorDropout : StreamPurpose.DiscriminatorDropout;
    }

    /// <exception cref="NotSupportedException">This engine cannot run one of the layers; the message names it.</exception>
    public static ImmutableArray<Stage> Build(NetworkPlan plan, ulong seed, Func<Geometry, WinogradTiling?> tiling)
    {
        var builder = new StageBuilder<TLanes>(plan, seed, tiling);
        foreach (var layer in plan.Layers)
            builder.Add(layer);
        return builder.Finish();
    }

    private void Add(LayerPlan layer)
    {
        switch (layer.Layer)
        {
            case Flatten:
                return;
            case Reshape:
                if (layer.Output.Rank != 1 && _order != PixelOrder.ChannelsLast(layer.Output))
                    ToPlain(layer);
                return;
        }

        var activation = Activation.Of(layer.Layer);
        if (activation.Kind != ActivationKind.None && _stages.Count > 0 && _stages[^1].Activation.Kind == ActivationKind.None)
        {
            _stages[^1].Activation = activation;
            return;
        }

        if (IsOnImages(layer))
            ToChannelsLast(layer);
        else if (layer.Layer is ClassInput)
            ToPlain(layer);
        _stages.Add(Create(layer, activation));
        if (layer.Layer is Dense)
            _order = OrderAfterDense(layer.Index);
        else if (IsOnImages(layer))
            _order = PixelOrder.ChannelsLast(layer.Output);
    }

    private Stage Create(LayerPlan layer, Activation activation) => layer.Layer switch
    {
        Dense dense when dense.Units <= ThinDenseStage<TLanes>.MostUnits => new ThinDenseStage<TLanes>(layer, _order),
        Dense => new DenseStage<TLanes>(layer, _order, OrderAfterDense(layer.Index)),
        Conv2d or ConvTranspose2d => Convolution(layer),
        BatchNorm norm => new BatchNormStage<TLanes>(layer, norm, layer.Input.IsImage ? PixelOrder.Plain : _order),
        Dropout drop => new DropoutStage<TLanes>(layer, drop.Probability, _dropout, _seed),
        Dropout2d drop => new Dropout2dStage<TLanes>(layer, drop.Probability, _dropout, _seed),
        LayerNorm norm => new LayerNormStage<TLanes>(layer, norm, _order),
        InstanceNorm norm => new InstanceNormStage<TLanes>(layer, norm),
        Upsample upsample => new UpsampleStage<TLanes>(layer, upsample.Scale),
        AvgPool2d pool => new AvgPool2dStage<TLanes>(layer, pool.Kernel, pool.Stride),
        MinibatchStdDev deviation => new MinibatchStdDevStage<TLanes>(layer, deviation.Group),
        ClassInput => new ClassStage<TLanes>(layer, _plan.Classes),
        Gelu => new GeluStage<TLanes>(layer),
        _ when activation.Kind != ActivationKind.None => new ActivationStage<TLanes>(layer) { Activation = activation },
        _ => throw new NotSupportedException(
            string.Create(CultureInfo.InvariantCulture, $"layer {layer.Index} ({LayerNames.Of(layer.Layer)}): the CPU engine cannot run it")),
    };

    private Stage Convolution(LayerPlan layer) =>
        _plan.Spec.Convolutions == ConvolutionKind.Fast && _tiling(Geometry.Of(layer)) is { } tiling
            ? new WinogradStage<TLanes>(layer, tiling)
            : new ConvolutionStage<TLanes>(layer);

    // Layers that take channels apart want them last; those that do not care take what comes.
    private static bool IsOnImages(LayerPlan layer) =>
        layer.Layer is Conv2d or ConvTranspose2d or InstanceNorm or Dropout2d or Upsample or AvgPool2d or MinibatchStdDev
        || (layer.Layer is BatchNorm && layer.Input.Rank > 1)
        || (layer.Layer is ClassInput && layer.Input.IsImage);

    // A dense layer that makes an image for layers on images makes it channels last.
    private PixelOrder OrderAfterDense(int index)
    {
        PixelOrder? order = null;
        if (_plan.Layers[index].Output.Size <= ThinDenseStage<TLanes>.MostUnits)
            return PixelOrder.Plain;
        foreach (var layer in _plan.Layers.Skip(index + 1))
        {
            if (layer.Layer is Reshape && layer.Output.IsImage && order == null)
                order = PixelOrder.ChannelsLast(layer.Output);
            else if (layer.Layer is Dense or Reshape || (layer.Layer is ClassInput && !layer.Input.IsImage))
                return PixelOrder.Plain;
            else if (IsOnImages(layer))
                return order ?? PixelOrder.Plain;
        }

        return PixelOrder.Plain;
    }

    private void ToChannelsLast(LayerPlan layer)
    {
        var wanted = PixelOrder.ChannelsLast(layer.Input);
        if (_order == wanted)
            return;
        ToPlain(layer);
        if (!wanted.IsPlain)
            _stages.Add(new LayoutStage<TLanes>(Renaming(layer.Index, layer.Input), wanted, toChannelsLast: true));
        _order = wanted;
    }

    private void ToPlain(LayerPlan layer)
    {
        if (!_order.IsPlain)
            _stages.Add(new LayoutStage<TLanes>(Renaming(layer.Index, layer.Input), _order, toChannelsLast: false));
        _order = PixelOrder.Plain;
    }

    private static LayerPlan Renaming(int index, Shape shape) => new(index, new Reshape(shape), shape, shape, []);

    private ImmutableArray<Stage> Finish()
    {
        if (!_order.IsPlain)
            _stages.Add(new LayoutStage<TLanes>(Renaming(_plan.Layers.Length, _plan.Output), _order, toChannelsLast: false));
        // A network that only renames shapes still hands out a batch of its own.
        if (_stages.Count == 0)
            _stages.Add(new ActivationStage<TLanes>(Renaming(0, _plan.Input)));
        for (int i = 1; i < _stages.Count; i++)
            _stages[i].Gate = _stages[i - 1].Activation;
        return [.. _stages];
    }
}
