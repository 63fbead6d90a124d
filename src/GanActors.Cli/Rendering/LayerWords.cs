using System.Globalization;
using GanActors.Networks;

namespace GanActors.Cli.Rendering;

/// <summary>A layer with what matters of its options, on one short line.</summary>
internal static class LayerWords
{
    public static string Of(Layer layer)
    {
        string name = LayerNames.Of(layer);
        string options = layer switch
        {
            Dense dense => Invariant($"{dense.Units}{Flags(dense.Bias, dense.SpectralNorm)}"),
            Conv2d conv => Invariant($"{conv.Channels}, kernel {conv.Kernel}, stride {conv.Stride}{Pad(conv.Padding)}{Flags(conv.Bias, conv.SpectralNorm)}"),
            ConvTranspose2d conv => Invariant($"{conv.Channels}, kernel {conv.Kernel}, stride {conv.Stride}{Pad(conv.Padding)}{Flags(conv.Bias, conv.SpectralNorm)}"),
            BatchNorm norm => Invariant($"momentum {norm.Momentum}"),
            Dropout dropout => Invariant($"{dropout.Probability}"),
            Dropout2d dropout => Invariant($"{dropout.Probability}"),
            LeakyRelu relu => Invariant($"{relu.Slope}"),
            Elu elu => Invariant($"{elu.Alpha}"),
            Upsample upsample => Invariant($"x{upsample.Scale}"),
            AvgPool2d pool => Invariant($"kernel {pool.Kernel}, stride {pool.Stride}"),
            MinibatchStdDev deviation => Invariant($"groups of {deviation.Group}"),
            _ => "",
        };
        return options.Length == 0 ? name : $"{name} {options}";
    }

    private static string Pad(Padding padding) => padding.Same ? ", same" : padding.Amount == 0 ? "" : Invariant($", padding {padding.Amount}");

    private static string Flags(bool bias, bool spectralNorm) => (bias ? "" : ", no bias") + (spectralNorm ? ", spectral norm" : "");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
