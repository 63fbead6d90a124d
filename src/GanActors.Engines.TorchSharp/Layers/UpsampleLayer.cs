using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>Nearest-neighbour upsampling: each pixel becomes a square.</summary>
internal sealed class UpsampleLayer(LayerPlan plan, int scale) : TorchLayer(plan)
{
    private readonly double[] _scale = [scale, scale];

    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass) =>
        torch.nn.functional.interpolate(x, scale_factor: _scale, mode: torch.InterpolationMode.Nearest);
}
