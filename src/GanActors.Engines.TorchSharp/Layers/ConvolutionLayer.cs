using GanActors.Engines.Cpu.Convolutions;
using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>2-d convolution. libtorch pads alike on both sides; where Keras' <c>same</c> does not, the image is padded first.</summary>
internal sealed class ConvolutionLayer : TorchLayer
{
    private readonly long[] _strides;
    private readonly long[] _padding;
    private readonly long[]? _before;

    public ConvolutionLayer(LayerPlan plan, Conv2d conv)
        : base(plan)
    {
        var geometry = Geometry.Of(plan);
        long bottom = Math.Max(0, geometry.PaddedHeight - geometry.Height - geometry.PadTop);
        long right = Math.Max(0, geometry.PaddedWidth - geometry.Width - geometry.PadLeft);
        _strides = [conv.Stride, conv.Stride];
        // Explicit padding beyond the last window changes nothing, and libtorch drops it as well.
        if (!conv.Padding.Same || (bottom == geometry.PadTop && right == geometry.PadLeft))
        {
            _padding = [geometry.PadTop, geometry.PadLeft];
        }
        else
        {
            _padding = [0, 0];
            _before = [geometry.PadLeft, right, geometry.PadTop, bottom];
        }
    }

    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass)
    {
        if (_before != null)
            x = torch.nn.functional.pad(x, _before);
        return torch.nn.functional.conv2d(x, weights.Weight!, weights.Bias, _strides, _padding);
    }
}
