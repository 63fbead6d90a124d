using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>The activations.</summary>
internal sealed class ActivationLayer : TorchLayer
{
    private readonly Func<Tensor, Tensor> _function;

    public ActivationLayer(LayerPlan plan)
        : base(plan) => _function = Function(plan.Layer);

    public override Tensor Forward(Tensor x, LayerWeights weights, TorchPass pass) => _function(x);

    private static Func<Tensor, Tensor> Function(Layer layer)
    {
        switch (layer)
        {
            case LeakyRelu leaky:
                // A native number, made once.
                Scalar slope = leaky.Slope;
                return x => x.leaky_relu(slope);
            case Elu elu:
                Scalar alpha = elu.Alpha, one = 1.0;
                return x => x.elu(alpha, one, one);
            case Relu:
                return x => x.relu();
            case Selu:
                return x => x.selu();
            case Gelu:
                return x => x.gelu();
            case Softplus:
                return x => x.softplus();
            case Tanh:
                return x => x.tanh();
            case Sigmoid:
                return x => x.sigmoid();
            default:
                throw new NotSupportedException($"{layer.GetType().Name} is no activation.");
        }
    }
}
