namespace GanActors.Networks;

/// <summary>
/// One layer of a network, as a recipe writes it. Names and options are PyTorch's; a layer knows nothing of its input until
/// <see cref="NetworkPlan"/> infers it.
/// </summary>
[GenerateSerializer, Immutable, Alias("gan.layer")]
public abstract record Layer;

/// <summary>How the border of an image is padded before a convolution.</summary>
/// <param name="Same">Whether the padding is Keras' <c>same</c>: as much as makes the output ceil(input / stride), or for a transposed
/// convolution input * stride, the odd pixel after the image; then the explicit amount is ignored.</param>
/// <param name="Amount">Zeros added on each of the four sides otherwise.</param>
[GenerateSerializer, Immutable, Alias("gan.layer.padding")]
public readonly record struct Padding(bool Same, int Amount)
{
    /// <summary>Keras' <c>same</c>.</summary>
    public static Padding KerasSame => new(true, 0);

    /// <summary>An explicit number of zeros on each side.</summary>
    public static Padding Of(int amount) => new(false, amount);
}

/// <summary>Fully connected: y = x W^T + b, with W of <c>[units, inputs]</c>. Takes <c>[inputs]</c>, gives <c>[units]</c>.</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.dense")]
public sealed record Dense(int Units, bool Bias = true, bool SpectralNorm = false) : Layer;

/// <summary>2-d convolution (cross-correlation), weights <c>[channels, inputs, kernel, kernel]</c>.</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.conv2d")]
public sealed record Conv2d(int Channels, int Kernel, int Stride = 1, Padding Padding = default, bool Bias = true, bool SpectralNorm = false)
    : Layer;

/// <summary>The transpose of <see cref="Conv2d"/>, weights <c>[inputs, channels, kernel, kernel]</c>.</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.conv-transpose2d")]
public sealed record ConvTranspose2d(
    int Channels, int Kernel, int Stride = 1, Padding Padding = default, int OutputPadding = 0, bool Bias = true, bool SpectralNorm = false)
    : Layer;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, 2015): over the batch for <c>[features]</c>, over batch, height and width for an image.
/// Running statistics move by <paramref name="Momentum"/>: running = (1 - momentum) running + momentum batch, with the unbiased variance.
/// </summary>
[GenerateSerializer, Immutable, Alias("gan.layer.batch-norm")]
public sealed record BatchNorm(float Momentum = 0.1f, float Epsilon = 1e-5f, bool Affine = true) : Layer;

/// <summary>Layer normalisation over all dimensions of an item (Ba, Kiros and Hinton, 2016).</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.layer-norm")]
public sealed record LayerNorm(float Epsilon = 1e-5f, bool Affine = true) : Layer;

/// <summary>Instance normalisation: over height and width of each channel of each image (Ulyanov, Vedaldi and Lempitsky, 2016).</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.instance-norm")]
public sealed record InstanceNorm(float Epsilon = 1e-5f, bool Affine = false) : Layer;

/// <summary>Zeroes elements with probability <paramref name="Probability"/> while training and scales the rest by 1 / (1 - p).</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.dropout")]
public sealed record Dropout(float Probability = 0.5f) : Layer;

/// <summary>Zeroes whole channels with probability <paramref name="Probability"/> while training.</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.dropout2d")]
public sealed record Dropout2d(float Probability = 0.5f) : Layer;

/// <summary>Any shape to <c>[size]</c>.</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.flatten")]
public sealed record Flatten : Layer;

/// <summary>The same elements under another shape.</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.reshape")]
public sealed record Reshape(Shape Shape) : Layer;

/// <summary>Nearest-neighbour upsampling of height and width by an integer factor.</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.upsample")]
public sealed record Upsample(int Scale = 2) : Layer;

/// <summary>Average pooling without padding.</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.avg-pool2d")]
public sealed record AvgPool2d(int Kernel = 2, int Stride = 2) : Layer;

/// <summary>Appends one channel holding the standard deviation within groups of the batch (Karras et al., 2018).</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.minibatch-stddev")]
public sealed record MinibatchStdDev(int Group = 4) : Layer;

/// <summary>
/// The class of each item, put after what comes in along the first dimension (Mirza and Osindero, 2014): <c>[n, ..rest]</c> becomes <c>[n + m, ..rest]</c>.
/// One-hot, m is the number of classes: ones for the item's class, zeros for all others; an image gets a plane a class. As an embedding, m is
/// <paramref name="Embedding"/>: <c>[m, ..rest]</c> learned numbers for each class, weights <c>[classes, m * rest]</c>.
/// </summary>
/// <param name="Embedding">How many features or channels are learned for a class; 0 for one-hot.</param>
[GenerateSerializer, Immutable, Alias("gan.layer.class")]
public sealed record ClassInput(int Embedding = 0) : Layer;

/// <summary>max(x, 0) + slope * min(x, 0).</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.leaky-relu")]
public sealed record LeakyRelu(float Slope = 0.01f) : Layer;

/// <summary>max(x, 0).</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.relu")]
public sealed record Relu : Layer;

/// <summary>scale * (max(x, 0) + min(0, alpha (e^x - 1))) with the constants of Klambauer et al., 2017.</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.selu")]
public sealed record Selu : Layer;

/// <summary>max(x, 0) + min(0, alpha (e^x - 1)).</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.elu")]
public sealed record Elu(float Alpha = 1f) : Layer;

/// <summary>x times the normal distribution function of x, exact (Hendrycks and Gimpel, 2016).</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.gelu")]
public sealed record Gelu : Layer;

/// <summary>log(1 + e^x).</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.softplus")]
public sealed record Softplus : Layer;

/// <summary>The hyperbolic tangent.</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.tanh")]
public sealed record Tanh : Layer;

/// <summary>1 / (1 + e^-x).</summary>
[GenerateSerializer, Immutable, Alias("gan.layer.sigmoid")]
public sealed record Sigmoid : Layer;
