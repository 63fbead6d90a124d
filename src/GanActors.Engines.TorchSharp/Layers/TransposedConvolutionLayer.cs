using GanActors.Engines.Cpu.Convolutions;
using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>
/// Transposed 2-d convolution. libtorch cuts as many pixels on both sides; where one more is to go after the image, it is cut from the result.
/// </summary>
internal sealed class TransposedConvolutionLayer : TorchLayer
{
    private readonly long[] _strides;
    private readonly long[] _padding;
    private readonly long[] _outputPadding;
    private readonly bool _cutHeight, _cutWidth;

    public TransposedConvolutionLayer(LayerPlan plan, ConvTranspose2d conv)
        : base(plan)
    {
        var geometry = Geometry.Of(plan);
        // What the convolution makes more than it is to give, both ends' padding taken off; below zero the end is lengthened.
        int height = geometry.PaddedHeight - 2 * geometry.PadTop - geometry.Height, width = geometry.PaddedWidth - 2 * geometry.PadLeft - geometry.Width;
        _strides = [conv.Stride, conv.Stride];
        _padding = [geometry.PadTop, geometry.PadLeft];
        _outputPadding = [Math.Max(0, -height), Math.Max(0, -width)];
        (_cutHeight, _cutWidth) = (height > 0, width > 0);
    }

    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass)
    {
        var y = torch.nn.functional.conv_transpose2d(x, weights.Weight!, weights.Bias, _strides, _padding, _outputPadding);
        if (_cutHeight)
            y = y.narrow(2, 0, Plan.Output[1]);
        return _cutWidth ? y.narrow(3, 0, Plan.Output[2]) : y;
    }
}
