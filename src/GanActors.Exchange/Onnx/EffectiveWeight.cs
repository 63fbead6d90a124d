using System.Globalization;
using GanActors.Engines;
using GanActors.Networks;

namespace GanActors.Exchange.Onnx;

/// <summary>
/// The weight that a layer with spectral normalisation works with (Miyato et al., 2018): the trained one, divided by its largest singular value as
/// the power iteration knows it. Names and meaning of the tensors are those of PyTorch's parametrization.
/// </summary>
internal static class EffectiveWeight
{
    /// <summary>Whether a layer's weight is normalised.</summary>
    public static bool IsNormalised(Layer layer) => layer is Dense { SpectralNorm: true } or Conv2d { SpectralNorm: true } or ConvTranspose2d { SpectralNorm: true };

    /// <summary>The weight of a layer with spectral normalisation, shaped as that of one without.</summary>
    /// <param name="tensor">Finds a tensor of the layer by its name without the layer's number.</param>
    /// <param name="plan">The layer.</param>
    public static StateTensor Of(Func<string, StateTensor> tensor, LayerPlan plan)
    {
        var original = tensor("parametrizations.weight.original");
        var weight = original.Values.Span;
        var u = tensor("parametrizations.weight.0._u").Values.Span;
        var v = tensor("parametrizations.weight.0._v").Values.Span;

        // As a matrix its rows are outputs; a transposed convolution has them second.
        bool transposed = plan.Layer is ConvTranspose2d;
        int rows = original.Shape[transposed ? 1 : 0];
        int inputs = original.Shape[transposed ? 0 : 1];
        int window = weight.Length / (rows * inputs);
        if (u.Length != rows || v.Length != inputs * window)
        {
            throw new ExchangeException(null, string.Create(
                CultureInfo.InvariantCulture,
                $"the singular vectors of layer {plan.Index} have {u.Length} and {v.Length} numbers; {rows} and {inputs * window} were expected"));
        }

        double sigma = 0;
        for (int row = 0; row < rows; row++)
        {
            double product = 0;
            for (int input = 0; input < inputs; input++)
            {
                int at = (transposed ? (input * rows) + row : (row * inputs) + input) * window;
                for (int i = 0; i < window; i++)
                    product += (double)weight[at + i] * v[(input * window) + i];
            }

            sigma += u[row] * product;
        }

        float[] values = new float[weight.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(weight[i] / sigma);
        return new StateTensor(string.Create(CultureInfo.InvariantCulture, $"{plan.Index}.weight"), original.Shape, values);
    }
}
