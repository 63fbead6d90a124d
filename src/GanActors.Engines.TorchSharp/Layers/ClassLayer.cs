using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>Puts each item's class after what comes in along the first dimension: zeros and ones, or the class's row of an embedding.</summary>
internal sealed class ClassLayer(LayerPlan plan, int classes) : TorchLayer(plan)
{
    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass)
    {
        long[] shape = Batched(pass.Items, Plan.Output);
        shape[1] -= Plan.Input[0];
        Tensor added;
        if (weights.Weight is { } embedding)
        {
            added = embedding.index_select(0, pass.Classes!).view(shape);
        }
        else
        {
            long[] plane = [pass.Items, classes, .. Enumerable.Repeat(1L, shape.Length - 2)];
            added = torch.nn.functional.one_hot(pass.Classes!, classes).to(torch.ScalarType.Float32).view(plane).expand(shape);
        }

        return torch.cat([x, added], 1);
    }
}
