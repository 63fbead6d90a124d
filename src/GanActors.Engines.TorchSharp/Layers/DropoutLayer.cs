using GanActors.Engines.Cpu.Stages;
using GanActors.Engines.Torch.Memory;
using GanActors.Networks;
using GanActors.Randomness;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>
/// Dropout by our own random numbers, those that the CPU engine draws: a mask lies as that engine's items do, and is turned to the plan's order here.
/// </summary>
internal sealed class DropoutLayer(LayerPlan plan, float probability, MaskSource source, PixelOrder order) : TorchLayer(plan)
{
    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass)
    {
        if (pass.Mode == PassMode.Inference)
            return x;
        var mask = Mask(pass, source, Plan, probability, Plan.Input.Size);
        if (!order.IsPlain)
            mask = mask.view(pass.Items, order.Pixels, order.Channels).permute(0, 2, 1);
        return x.mul(mask.reshape(Batched(pass.Items, Plan.Input)));
    }

    /// <summary>Factors, <c>[items * size]</c>: 0 with the probability, else 1 / (1 - probability).</summary>
    public static Tensor Mask(TorchPass pass, MaskSource source, LayerPlan plan, float probability, int size)
    {
        float[] factors = new float[pass.Items * size];
        new RandomStream(source.Seed, source.Purpose, (ushort)plan.Index, pass.Draw).Uniform(factors);
        float scale = 1f / (1f - probability);
        foreach (ref float factor in factors.AsSpan())
            factor = probability > factor ? 0f : scale;
        var mask = torch.empty(factors.Length, torch.ScalarType.Float32, pass.Device.Device);
        HostCopy.Upload(factors, mask);
        return mask;
    }
}
