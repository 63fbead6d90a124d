using GanActors.Networks;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>The same elements under another shape: flatten and reshape.</summary>
internal sealed class ShapeLayer(LayerPlan plan) : TorchLayer(plan)
{
    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass) => x.reshape(Batched(pass.Items, Plan.Output));
}
