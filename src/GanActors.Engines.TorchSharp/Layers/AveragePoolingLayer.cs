using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>Average pooling without padding.</summary>
internal sealed class AveragePoolingLayer(LayerPlan plan, AvgPool2d pool) : TorchLayer(plan)
{
    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass) => torch.nn.functional.avg_pool2d(x, pool.Kernel, pool.Stride);
}
