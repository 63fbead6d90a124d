using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>Fully connected.</summary>
internal sealed class DenseLayer(LayerPlan plan) : TorchLayer(plan)
{
    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass) => torch.nn.functional.linear(x, weights.Weight!, weights.Bias);
}
