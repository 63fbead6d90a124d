using System.Collections.Immutable;
using System.Globalization;

namespace GanActors.Networks;

/// <summary>
/// What one layer makes of its input's shape, and which parameters it needs for it. Sizes are computed in 64 bits and bounded by
/// <see cref="NetworkLimits"/>, so that nothing wraps around.
/// </summary>
internal readonly struct ShapeInference
{
    private readonly int _index;
    private readonly Layer _layer;
    private readonly Shape _input;
    private readonly int _classes;

    private ShapeInference(int index, Layer layer, Shape input, int classes)
    {
        _index = index;
        _layer = layer;
        _input = input;
        _classes = classes;
    }

    /// <summary>Infers the shapes of one layer.</summary>
    /// <exception cref="NetworkShapeException">It cannot take its input, or its options make no layer.</exception>
    public static LayerPlan Infer(int index, Layer layer, Shape input, int classes) => new ShapeInference(index, layer, input, classes).Plan();

    private LayerPlan Plan()
    {
        switch (_layer)
        {
            case Dense dense:
                AtLeast(dense.Units, 1, "units");
                if (_input.Rank != 1)
                    throw Error($"takes [features], but its input is {_input}; put a flatten before it");
                return Weighted(Item(dense.Units), Weight(dense.Units, _input[0]), dense.Units, dense.Bias, dense.SpectralNorm);

            case Conv2d conv:
                {
                    CheckConvolution(conv.Channels, conv.Kernel, conv.Stride, conv.Padding);
                    NeedImage();
                    long height = ConvolvedSize(conv, _input[1]), width = ConvolvedSize(conv, _input[2]);
                    if (height < 1 || width < 1)
                    {
                        throw Error(
                            $"a kernel of {conv.Kernel} does not fit into its input {_input}, padded by {conv.Padding.Amount}",
                            $"make the kernel smaller or the padding larger");
                    }

                    return Weighted(
                        Item(conv.Channels, height, width), Weight(conv.Channels, _input[0], conv.Kernel, conv.Kernel), conv.Channels, conv.Bias, conv.SpectralNorm);
                }

            case ConvTranspose2d conv:
                {
                    CheckConvolution(conv.Channels, conv.Kernel, conv.Stride, conv.Padding);
                    AtLeast(conv.OutputPadding, 0, "output_padding");
                    if (conv.OutputPadding > 0 && (conv.Padding.Same || conv.OutputPadding >= conv.Stride))
                        throw Error($"an output_padding of {conv.OutputPadding} needs a stride above it, {conv.Stride} is not, and no padding: same");
                    NeedImage();
                    long height = TransposedSize(conv, _input[1]), width = TransposedSize(conv, _input[2]);
                    if (height < 1 || width < 1)
                        throw Error($"a padding of {conv.Padding.Amount} leaves nothing of its input {_input}; make it smaller");
                    return Weighted(
                        Item(conv.Channels, height, width), Weight(_input[0], conv.Channels, conv.Kernel, conv.Kernel), conv.Channels, conv.Bias, conv.SpectralNorm);
                }

            case BatchNorm norm:
                if (_input.Rank != 1 && !_input.IsImage)
                {
                    throw Error(
                        $"takes [features] or an image [channels, height, width], but its input is {_input}",
                        $"put it before the reshape, or reshape to three sizes");
                }

                return Normalised(norm.Affine, Weight(_input[0]));

            case LayerNorm norm:
                return Normalised(norm.Affine, _input);

            case InstanceNorm norm:
                NeedImage();
                if (_input[1] * _input[2] == 1)
                    throw Error($"normalises over height and width, but its input {_input} has one pixel a channel; remove it, or use layer_norm");
                return Normalised(norm.Affine, Weight(_input[0]));

            case Flatten:
                return Plan(Item(_input.Size));

            case Reshape reshape:
                if (reshape.Shape.Rank == 0)
                    throw Error($"has no sizes; give those that {_input} shall become");
                if (reshape.Shape.Size != _input.Size)
                {
                    throw Error(
                        $"its input {_input} has {_input.Size} elements, but {reshape.Shape} has {reshape.Shape.Size}",
                        $"make the layer before it give {reshape.Shape.Size}");
                }

                return Plan(reshape.Shape);

            case Upsample upsample:
                AtLeast(upsample.Scale, 1, "scale");
                NeedImage();
                return Plan(Item(_input[0], (long)_input[1] * upsample.Scale, (long)_input[2] * upsample.Scale));

            case AvgPool2d pool:
                AtLeast(pool.Kernel, 1, "kernel");
                AtLeast(pool.Stride, 1, "stride");
                NeedImage();
                if (_input[1] < pool.Kernel || _input[2] < pool.Kernel)
                    throw Error($"a window of {pool.Kernel} does not fit into its input {_input}; make it smaller");
                return Plan(Item(_input[0], (_input[1] - pool.Kernel) / pool.Stride + 1, (_input[2] - pool.Kernel) / pool.Stride + 1));

            case MinibatchStdDev stddev:
                AtLeast(stddev.Group, 1, "group");
                NeedImage();
                return Plan(Item(_input[0] + 1L, _input[1], _input[2]));

            case ClassInput given:
                {
                    AtLeast(given.Embedding, 0, "embedding");
                    if (_classes < 1)
                        throw Error($"needs data with classes, and these have none; remove it");
                    int rest = _input.Size / _input[0];
                    var output = Item([(long)_input[0] + (given.Embedding > 0 ? given.Embedding : _classes), .. _input.Dimensions[1..].Select(size => (long)size)]);
                    return given.Embedding > 0 ? Plan(output, ("weight", Weight(_classes, (long)given.Embedding * rest))) : Plan(output);
                }

            case Dropout2d dropout:
                NeedProbability(dropout.Probability);
                NeedImage();
                return Plan(_input);

            case Dropout dropout:
                NeedProbability(dropout.Probability);
                return Plan(_input);

            case LeakyRelu or Relu or Selu or Elu or Gelu or Softplus or Tanh or Sigmoid:
                return Plan(_input);

            default:
                throw new NotSupportedException($"No shape rule for {_layer.GetType().Name}.");
        }
    }

    private LayerPlan Plan(Shape output, params ReadOnlySpan<(string Name, Shape Shape)> parameters)
    {
        var plans = ImmutableArray.CreateBuilder<ParameterPlan>(parameters.Length);
        foreach (var (name, shape) in parameters)
            plans.Add(new ParameterPlan(string.Create(CultureInfo.InvariantCulture, $"{_index}.{name}"), shape));
        return new LayerPlan(_index, _layer, _input, output, plans.MoveToImmutable());
    }

    // What is trained of a normalised weight has the key that PyTorch's parametrisation gives it.
    private LayerPlan Weighted(Shape output, Shape weight, int biases, bool hasBias, bool spectralNorm)
    {
        string name = spectralNorm ? "parametrizations.weight.original" : "weight";
        return hasBias ? Plan(output, (name, weight), ("bias", new Shape(biases))) : Plan(output, (name, weight));
    }

    private LayerPlan Normalised(bool affine, Shape affineShape) =>
        affine ? Plan(_input, ("weight", affineShape), ("bias", affineShape)) : Plan(_input);

    private static long ConvolvedSize(Conv2d conv, long size)
    {
        if (conv.Padding.Same)
            return (size + conv.Stride - 1) / conv.Stride;
        long padded = size + 2L * conv.Padding.Amount;
        return padded < conv.Kernel ? 0 : (padded - conv.Kernel) / conv.Stride + 1;
    }

    private static long TransposedSize(ConvTranspose2d conv, long size) => conv.Padding.Same
        ? size * conv.Stride
        : (size - 1) * conv.Stride - 2L * conv.Padding.Amount + conv.Kernel + conv.OutputPadding;

    private void CheckConvolution(int channels, int kernel, int stride, Padding padding)
    {
        AtLeast(channels, 1, "channels");
        AtLeast(kernel, 1, "kernel");
        AtLeast(stride, 1, "stride");
        if (!padding.Same)
            AtLeast(padding.Amount, 0, "padding");
    }

    private void AtLeast(int value, int least, string option)
    {
        if (value < least)
            throw Error($"its {option} is at least {least}, not {value}");
    }

    private void NeedProbability(float probability)
    {
        if (!(probability is >= 0f and < 1f))
            throw Error($"its probability is at least 0 and below 1, not {probability}");
    }

    private void NeedImage()
    {
        if (!_input.IsImage)
            throw Error($"takes an image [channels, height, width], but its input is {_input}; put a reshape before it");
    }

    private Shape Item(params ReadOnlySpan<long> sizes) => Bounded(NetworkLimits.ItemElements, "items", "elements", sizes);

    private Shape Weight(params ReadOnlySpan<long> sizes) => Bounded(NetworkLimits.Parameters, "weights", "numbers", sizes);

    private Shape Bounded(long most, string what, string unit, ReadOnlySpan<long> sizes)
    {
        long elements = 1;
        Span<int> dimensions = stackalloc int[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            // Checked before it is multiplied: the product of two bounded sizes fits 64 bits.
            if (sizes[i] > most || (elements *= sizes[i]) > most)
                throw Error($"makes {what} of [{string.Join(", ", sizes.ToArray())}] from its input {_input}; at most {most} {unit} are planned");
            dimensions[i] = (int)sizes[i];
        }

        return new Shape(dimensions);
    }

    private NetworkShapeException Error(FormattableString problem, FormattableString? remedy = null)
    {
        string text = problem.ToString(CultureInfo.InvariantCulture);
        return new(_index, _layer, remedy is null ? text : $"{text}; {remedy.ToString(CultureInfo.InvariantCulture)}");
    }
}
