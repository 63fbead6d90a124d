using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>Layer normalisation over all dimensions of an item.</summary>
internal sealed class LayerNormLayer(LayerPlan plan, LayerNorm norm) : TorchLayer(plan)
{
    private readonly long[] _shape = [.. plan.Input.Dimensions.Select(size => (long)size)];

    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass) =>
        torch.nn.functional.layer_norm(x, _shape, weights.Weight, weights.Bias, norm.Epsilon);
}
