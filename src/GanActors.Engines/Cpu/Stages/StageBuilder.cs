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
    private readonly ImmutableArray<(PixelOrder Taken, PixelOrder Given)> _orders;
    private readonly List<Stage> _stages = [];
    private PixelOrder _order = PixelOrder.Plain;

    private StageBuilder(NetworkPlan plan, ulong seed, Func<Geometry, WinogradTiling?> tiling)
    {
        _plan = plan;
        _seed = seed;
        _tiling = tiling;
        _orders = StoredOrders.Of(plan);
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
        var (taken, given) = _orders[layer.Index];
        Convert(layer, taken);
        if (layer.Layer is Flatten or Reshape)
            return;
        var activation = Activation.Of(layer.Layer);
        if (activation.Kind != ActivationKind.None && _stages.Count > 0 && _stages[^1].Activation.Kind == ActivationKind.None)
        {
            _stages[^1].Activation = activation;
            return;
        }

        _stages.Add(Create(layer, activation));
        _order = given;
    }

    private Stage Create(LayerPlan layer, Activation activation) => layer.Layer switch
    {
        Dense dense when dense.Units <= ThinDenseStage<TLanes>.MostUnits => new ThinDenseStage<TLanes>(layer, _order),
        Dense => new DenseStage<TLanes>(layer, _order, _orders[layer.Index].Given),
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

    private void Convert(LayerPlan layer, PixelOrder wanted)
    {
        if (_order == wanted)
            return;
        if (!_order.IsPlain)
            _stages.Add(new LayoutStage<TLanes>(Renaming(layer.Index, layer.Input), _order, toChannelsLast: false));
        if (!wanted.IsPlain)
            _stages.Add(new LayoutStage<TLanes>(Renaming(layer.Index, layer.Input), wanted, toChannelsLast: true));
        _order = wanted;
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
