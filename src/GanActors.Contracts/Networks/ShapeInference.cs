using System.Collections.Immutable;
using System.Globalization;

namespace GanActors.Networks;

/// <summary>What each layer makes of its input's shape, and which parameters it needs for it.</summary>
internal static class ShapeInference
{
    public static LayerPlan Infer(int index, Layer layer, Shape input)
    {
        LayerPlan Plan(Shape output, params ReadOnlySpan<(string Name, Shape Shape)> parameters)
        {
            var plans = ImmutableArray.CreateBuilder<ParameterPlan>(parameters.Length);
            foreach (var (name, shape) in parameters)
                plans.Add(new ParameterPlan(string.Create(CultureInfo.InvariantCulture, $"{index}.{name}"), shape));
            return new LayerPlan(index, layer, input, output, plans.MoveToImmutable());
        }

        NetworkShapeException Error(string message) => new(index, $"layer {index} ({LayerNames.Of(layer)}): {message}");

        LayerPlan Weighted(Shape output, Shape weight, int biases, bool hasBias) =>
            hasBias ? Plan(output, ("weight", weight), ("bias", new Shape(biases))) : Plan(output, ("weight", weight));

        LayerPlan Normalised(bool affine, Shape affineShape) =>
            affine ? Plan(input, ("weight", affineShape), ("bias", affineShape)) : Plan(input);

        void NeedImage()
        {
            if (!input.IsImage)
                throw Error($"takes an image [channels, height, width], but its input is {input}; put a reshape before it");
        }

        switch (layer)
        {
            case Dense dense:
                if (input.Rank != 1)
                    throw Error($"takes [features], but its input is {input}; put a flatten before it");
                return Weighted(new Shape(dense.Units), new Shape(dense.Units, input[0]), dense.Units, dense.Bias);

            case Conv2d conv:
            {
                NeedImage();
                var weight = new Shape(conv.Channels, input[0], conv.Kernel, conv.Kernel);
                int Size(int size) => conv.Padding.Same
                    ? (size + conv.Stride - 1) / conv.Stride
                    : size + 2 * conv.Padding.Amount < conv.Kernel ? 0 : (size + 2 * conv.Padding.Amount - conv.Kernel) / conv.Stride + 1;
                int height = Size(input[1]), width = Size(input[2]);
                if (height < 1 || width < 1)
                    throw Error($"a kernel of {conv.Kernel} does not fit into {input} padded by {conv.Padding.Amount}");
                return Weighted(new Shape(conv.Channels, height, width), weight, conv.Channels, conv.Bias);
            }

            case ConvTranspose2d conv:
            {
                NeedImage();
                var weight = new Shape(input[0], conv.Channels, conv.Kernel, conv.Kernel);
                int Size(int size) => conv.Padding.Same
                    ? size * conv.Stride
                    : (size - 1) * conv.Stride - 2 * conv.Padding.Amount + conv.Kernel + conv.OutputPadding;
                int height = Size(input[1]), width = Size(input[2]);
                if (height < 1 || width < 1)
                    throw Error($"a padding of {conv.Padding.Amount} leaves nothing of {input}");
                return Weighted(new Shape(conv.Channels, height, width), weight, conv.Channels, conv.Bias);
            }

            case BatchNorm norm:
                return Normalised(norm.Affine, new Shape(input[0]));

            case LayerNorm norm:
                return Normalised(norm.Affine, input);

            case InstanceNorm norm:
                NeedImage();
                return Normalised(norm.Affine, new Shape(input[0]));

            case Flatten:
                return Plan(new Shape(input.Size));

            case Reshape reshape:
                if (reshape.Shape.Size != input.Size)
                    throw Error($"{input} has {input.Size} elements, but {reshape.Shape} needs {reshape.Shape.Size}");
                return Plan(reshape.Shape);

            case Upsample upsample:
                NeedImage();
                return Plan(new Shape(input[0], input[1] * upsample.Scale, input[2] * upsample.Scale));

            case AvgPool2d pool:
                NeedImage();
                if (input[1] < pool.Kernel || input[2] < pool.Kernel)
                    throw Error($"a window of {pool.Kernel} does not fit into {input}");
                return Plan(new Shape(input[0], (input[1] - pool.Kernel) / pool.Stride + 1, (input[2] - pool.Kernel) / pool.Stride + 1));

            case MinibatchStdDev:
                NeedImage();
                return Plan(new Shape(input[0] + 1, input[1], input[2]));

            case Dropout2d:
                NeedImage();
                return Plan(input);

            case Dropout or LeakyRelu or Relu or Selu or Elu or Gelu or Softplus or Tanh or Sigmoid:
                return Plan(input);

            default:
                throw new NotSupportedException($"No shape rule for {layer.GetType().Name}.");
        }
    }
}
