using GanActors.Networks;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>Dropout of whole channels: one number an item and channel, multiplied to all pixels.</summary>
internal sealed class ChannelDropoutLayer(LayerPlan plan, float probability, MaskSource source) : TorchLayer(plan)
{
    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass)
    {
        if (pass.Mode == PassMode.Inference)
            return x;
        return x.mul(DropoutLayer.Mask(pass, source, Plan, probability, Plan.Input[0]).view(pass.Items, Plan.Input[0], 1, 1));
    }
}
