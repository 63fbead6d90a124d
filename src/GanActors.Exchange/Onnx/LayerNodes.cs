using System.Globalization;
using GanActors.Engines;
using GanActors.Networks;

namespace GanActors.Exchange.Onnx;

/// <summary>What one layer becomes in ONNX, at inference: running statistics, no dropout.</summary>
internal sealed class LayerNodes
{
    private readonly OnnxGraph _graph;
    private readonly IReadOnlyDictionary<string, StateTensor> _tensors;
    private readonly LayerPlan _plan;
    private readonly string _x;

    private LayerNodes(OnnxGraph graph, IReadOnlyDictionary<string, StateTensor> tensors, LayerPlan plan, string x)
    {
        _graph = graph;
        _tensors = tensors;
        _plan = plan;
        _x = x;
    }

    /// <summary>Adds a layer's operations.</summary>
    /// <param name="graph">Where they go.</param>
    /// <param name="tensors">The network's tensors by name.</param>
    /// <param name="plan">The layer.</param>
    /// <param name="x">Name of its input.</param>
    /// <returns>Name of its output; its input's, if it does nothing at inference.</returns>
    /// <exception cref="ExchangeException">ONNX has no form for it, or a tensor of it is missing.</exception>
    public static string Add(OnnxGraph graph, IReadOnlyDictionary<string, StateTensor> tensors, LayerPlan plan, string x) =>
        new LayerNodes(graph, tensors, plan, x).Add();

    private string Add() => _plan.Layer switch
    {
        Dense dense => Node("Gemm", Weighted(dense.Bias), new OnnxAttribute("transB", 1)),
        Conv2d conv => Convolution(conv.Kernel, conv.Stride, conv.Padding, conv.Bias),
        ConvTranspose2d conv => TransposedConvolution(conv.Kernel, conv.Stride, conv.Padding, conv.Bias),
        BatchNorm norm => Node(
            "BatchNormalization", [.. Normalised(norm.Affine, new Shape(_plan.Input[0])), Tensor("running_mean"), Tensor("running_var")], Epsilon(norm.Epsilon)),
        LayerNorm norm => Node("LayerNormalization", Normalised(norm.Affine, _plan.Input), new OnnxAttribute("axis", 1), Epsilon(norm.Epsilon)),
        InstanceNorm norm => Node("InstanceNormalization", Normalised(norm.Affine, new Shape(_plan.Input[0])), Epsilon(norm.Epsilon)),
        Dropout or Dropout2d => _x,
        Flatten => Node("Flatten", [_x], new OnnxAttribute("axis", 1)),
        // A zero stands for the dimension that is there: the batch.
        Reshape reshape => Node("Reshape", [_x, _graph.Constant(Name("shape"), [0, .. reshape.Shape.Dimensions])]),
        Upsample upsample => Node(
            "Resize",
            [_x, "", _graph.Constant(Name("scales"), new float[] { 1, 1, upsample.Scale, upsample.Scale }, 4)],
            new OnnxAttribute("coordinate_transformation_mode", "asymmetric"),
            new OnnxAttribute("mode", "nearest"),
            new OnnxAttribute("nearest_mode", "floor")),
        AvgPool2d pool => Node("AveragePool", [_x], Square("kernel_shape", pool.Kernel), Square("strides", pool.Stride)),
        ClassInput given => Node("Concat", [_x, Classes(given)], new OnnxAttribute("axis", 1)),
        LeakyRelu leaky => Node("LeakyRelu", [_x], new OnnxAttribute("alpha", leaky.Slope)),
        Relu => Node("Relu", [_x]),
        Selu => Node("Selu", [_x]),
        Elu elu => Node("Elu", [_x], new OnnxAttribute("alpha", elu.Alpha)),
        Gelu => ExactGelu(),
        Softplus => Node("Softplus", [_x]),
        Tanh => Node("Tanh", [_x]),
        Sigmoid => Node("Sigmoid", [_x]),
        _ => throw new ExchangeException(null, string.Create(
            CultureInfo.InvariantCulture, $"layer {_plan.Index} ({LayerNames.Of(_plan.Layer)}) has no form in ONNX; export as safetensors instead")),
    };

    private string Convolution(int kernel, int stride, Padding padding, bool bias) => Node(
        "Conv", Weighted(bias), Square("kernel_shape", kernel), Square("strides", stride),
        Pads(kernel, stride, padding, image: _plan.Input, features: _plan.Output));

    private string TransposedConvolution(int kernel, int stride, Padding padding, bool bias)
    {
        var (top, left, bottom, right) = Border(kernel, stride, padding, image: _plan.Output, features: _plan.Input);

        // Whatever the windows do not reach is added behind, below and to the right.
        long Behind(int axis, int before, int after) => _plan.Output[axis] - ((((long)_plan.Input[axis] - 1) * stride) + kernel - before - after);
        return Node(
            "ConvTranspose", Weighted(bias), Square("kernel_shape", kernel), Square("strides", stride),
            new OnnxAttribute("pads", top, left, bottom, right),
            new OnnxAttribute("output_padding", Behind(1, top, bottom), Behind(2, left, right)));
    }

    private static OnnxAttribute Pads(int kernel, int stride, Padding padding, Shape image, Shape features)
    {
        var (top, left, bottom, right) = Border(kernel, stride, padding, image, features);
        return new OnnxAttribute("pads", top, left, bottom, right);
    }

    // As the engines pad: Keras' same puts the odd pixel behind the image.
    private static (int Top, int Left, int Bottom, int Right) Border(int kernel, int stride, Padding padding, Shape image, Shape features)
    {
        if (!padding.Same)
            return (padding.Amount, padding.Amount, padding.Amount, padding.Amount);
        int Whole(int axis) => Math.Max(0, ((features[axis] - 1) * stride) + kernel - image[axis]);
        return (Whole(1) / 2, Whole(2) / 2, Whole(1) - (Whole(1) / 2), Whole(2) - (Whole(2) / 2));
    }

    // Each item's row of a table, as wide and high as what it is put behind: the embedding, or the row of a one among zeros.
    private string Classes(ClassInput given)
    {
        int added = _plan.Output[0] - _plan.Input[0];
        string table = given.Embedding > 0 ? Tensor("weight") : _graph.Constant(Name("one_hot"), Identity(added), added, added);
        string rows = _graph.Node(Name("class"), "Gather", [table, OnnxWriter.ClassInput], new OnnxAttribute("axis", 0));
        var rest = _plan.Input.Dimensions.RemoveAt(0);
        if (rest.IsEmpty)
            return rows;
        if (given.Embedding > 0)
            return _graph.Node(Name("planes"), "Reshape", [rows, _graph.Constant(Name("shape"), [0, added, .. rest])]);
        string points = _graph.Node(Name("points"), "Reshape", [rows, _graph.Constant(Name("shape"), [0, added, .. rest.Select(_ => 1L)])]);
        return _graph.Node(Name("planes"), "Mul", [points, Filled("ones", new Shape([1, 1, .. rest]), 1f)]);
    }

    private static float[] Identity(int size)
    {
        float[] values = new float[size * size];
        for (int i = 0; i < size; i++)
            values[i * (size + 1)] = 1;
        return values;
    }

    private string ExactGelu()
    {
        string scaled = _graph.Node(Name("scaled"), "Mul", [_x, Scalar("root_half", MathF.Sqrt(0.5f))]);
        string erf = _graph.Node(Name("erf"), "Erf", [scaled]);
        string twice = _graph.Node(Name("twice"), "Add", [erf, Scalar("one", 1f)]);
        string product = _graph.Node(Name("product"), "Mul", [_x, twice]);
        return Node("Mul", [product, Scalar("half", 0.5f)]);
    }

    private string[] Weighted(bool bias)
    {
        string weight = EffectiveWeight.IsNormalised(_plan.Layer) ? Constant(EffectiveWeight.Of(Find, _plan)) : Tensor("weight");
        return bias ? [_x, weight, Tensor("bias")] : [_x, weight];
    }

    private string[] Normalised(bool affine, Shape shape) => affine
        ? [_x, Tensor("weight"), Tensor("bias")]
        : [_x, Filled("weight", shape, 1f), Filled("bias", shape, 0f)];

    private string Filled(string part, Shape shape, float value)
    {
        float[] values = new float[shape.Size];
        values.AsSpan().Fill(value);
        return _graph.Constant(Name(part), values, shape.Dimensions.AsSpan());
    }

    private string Scalar(string part, float value) => _graph.Constant(Name(part), new[] { value });

    private string Tensor(string part) => Constant(Find(part));

    private string Constant(StateTensor tensor) => _graph.Constant(tensor.Name, tensor.Values, tensor.Shape.Dimensions.AsSpan());

    private StateTensor Find(string part) =>
        _tensors.TryGetValue(Name(part), out var tensor) ? tensor : throw new ExchangeException(null, $"has no tensor '{Name(part)}'");

    private string Node(string operation, string[] inputs, params OnnxAttribute[] attributes) => _graph.Node(Name("output"), operation, inputs, attributes);

    private string Name(string part) => string.Create(CultureInfo.InvariantCulture, $"{_plan.Index}.{part}");

    private static OnnxAttribute Square(string name, int size) => new(name, size, size);

    private static OnnxAttribute Epsilon(float value) => new("epsilon", value);
}
