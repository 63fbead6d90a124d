using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>
/// Minibatch standard deviation (Karras et al., 2018), each part by itself: item i of a part is in group i modulo the number of groups, and gets the mean of its group's deviations
/// as one channel more.
/// </summary>
internal sealed class DeviationLayer(LayerPlan plan, int group) : TorchLayer(plan)
{
    private const float Epsilon = 1e-8f;

    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass) => pass.EachPart(x, part =>
    {
        long items = part.shape[0], size = Math.Min(group, items);
        while (items % size != 0)
            size--;
        long groups = items / size;
        var grouped = part.view(size, groups, Plan.Input.Size);
        var deviation = grouped.sub(grouped.mean([0], keepdim: true)).square().mean([0]).add(Epsilon).sqrt();
        var channel = deviation.mean([1]).repeat(size).view(items, 1, 1, 1).expand(items, 1, Plan.Input[1], Plan.Input[2]);
        return torch.cat([part, channel], 1);
    });
}
