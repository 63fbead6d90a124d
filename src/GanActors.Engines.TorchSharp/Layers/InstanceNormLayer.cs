using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>Instance normalisation: each channel of each image over its pixels.</summary>
internal sealed class InstanceNormLayer(LayerPlan plan, InstanceNorm norm) : TorchLayer(plan)
{
    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass) =>
        torch.nn.functional.instance_norm(x, weight: weights.Weight, bias: weights.Bias, use_input_stats: true, eps: norm.Epsilon);
}
