using GanActors.Networks;

namespace GanActors.Engines.Cpu.Convolutions;

/// <summary>
/// How a convolution's image and features meet: feature pixel o sees image pixels o * stride - padding + 0 .. kernel - 1. A convolution goes
/// from image to features, a transposed one from features to image; both are the same three products.
/// </summary>
internal sealed record Geometry(
    int Channels, int Height, int Width, int Features, int FeatureHeight, int FeatureWidth, int Kernel, int Stride, int PadTop, int PadLeft)
{
    /// <summary>The geometry of a convolution or a transposed convolution.</summary>
    public static Geometry Of(LayerPlan plan)
    {
        var (transposed, kernel, stride, padding) = plan.Layer switch
        {
            Conv2d conv => (false, conv.Kernel, conv.Stride, conv.Padding),
            ConvTranspose2d conv => (true, conv.Kernel, conv.Stride, conv.Padding),
            _ => throw new ArgumentException($"{plan.Layer.GetType().Name} is no convolution.", nameof(plan)),
        };
        var (image, features) = transposed ? (plan.Output, plan.Input) : (plan.Input, plan.Output);

        // Keras' same: the odd pixel comes after the image.
        int Before(int size, int featureSize) =>
            padding.Same ? Math.Max(0, (featureSize - 1) * stride + kernel - size) / 2 : padding.Amount;
        return new Geometry(
            image[0], image[1], image[2], features[0], features[1], features[2], kernel, stride,
            Before(image[1], features[1]), Before(image[2], features[2]));
    }

    /// <summary>Height of the image with all the padding that windows reach.</summary>
    public int PaddedHeight => (FeatureHeight - 1) * Stride + Kernel;

    /// <summary>Width of the image with all the padding that windows reach.</summary>
    public int PaddedWidth => (FeatureWidth - 1) * Stride + Kernel;

    /// <summary>Numbers of one padded image.</summary>
    public long PaddedSize => (long)PaddedHeight * PaddedWidth * Channels;

    /// <summary>Numbers of one image.</summary>
    public int ImageSize => Height * Width * Channels;

    /// <summary>Numbers of one item's features.</summary>
    public int FeatureSize => FeatureHeight * FeatureWidth * Features;

    /// <summary>Feature pixels of one item.</summary>
    public int FeaturePixels => FeatureHeight * FeatureWidth;

    /// <summary>Numbers of one window.</summary>
    public int WindowSize => Kernel * Kernel * Channels;

    /// <summary>Whether the image needs no padding: no window leaves it.</summary>
    public bool IsInside => PadTop == 0 && PadLeft == 0 && PaddedHeight <= Height && PaddedWidth <= Width;
}
