using System.Collections.Frozen;
using System.Globalization;
using GanActors.Networks;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>How every layer is written in a recipe: as its word, <c>tanh</c>, or as its word with its options, <c>{ dense: 128 }</c>.</summary>
internal static class LayerForms
{
    private static readonly NumberRange Unit = NumberRange.Between(0, 1);
    private static readonly NumberRange Probability = NumberRange.Below(0, 1);
    private static readonly NumberRange Epsilon = NumberRange.Above(0, 1);

    /// <summary>All of them.</summary>
    public static readonly LayerForm[] All =
    [
        LayerForm.Of<Dense>(
            "dense", "units", ["units", "bias", "spectral_norm"],
            read => new Dense(
                read.RequiredWhole("units", 1, NetworkLimits.Width, "{ dense: 128 }"),
                read.Flag("bias", true),
                read.Flag("spectral_norm", false)),
            (layer, list) =>
            {
                list.Add("units", layer.Units);
                list.Add("bias", layer.Bias, true);
                list.Add("spectral_norm", layer.SpectralNorm, false);
            }),

        LayerForm.Of<Conv2d>(
            "conv2d", null, ["channels", "kernel", "stride", "padding", "bias", "spectral_norm"],
            read => new Conv2d(
                read.RequiredWhole("channels", 1, NetworkLimits.Width, "{ conv2d: { channels: 64, kernel: 4 } }"),
                read.RequiredWhole("kernel", 1, NetworkLimits.Window, "{ conv2d: { channels: 64, kernel: 4 } }"),
                read.Whole("stride", 1, 1, NetworkLimits.Window),
                ReadPadding(read),
                read.Flag("bias", true),
                read.Flag("spectral_norm", false)),
            (layer, list) =>
            {
                list.Add("channels", layer.Channels);
                list.Add("kernel", layer.Kernel);
                list.Add("stride", layer.Stride, 1);
                list.Add("padding", layer.Padding);
                list.Add("bias", layer.Bias, true);
                list.Add("spectral_norm", layer.SpectralNorm, false);
            }),

        LayerForm.Of<ConvTranspose2d>(
            "conv_transpose2d", null, ["channels", "kernel", "stride", "padding", "output_padding", "bias", "spectral_norm"],
            ReadConvTranspose2d,
            (layer, list) =>
            {
                list.Add("channels", layer.Channels);
                list.Add("kernel", layer.Kernel);
                list.Add("stride", layer.Stride, 1);
                list.Add("padding", layer.Padding);
                list.Add("output_padding", layer.OutputPadding, 0);
                list.Add("bias", layer.Bias, true);
                list.Add("spectral_norm", layer.SpectralNorm, false);
            }),

        LayerForm.Of<BatchNorm>(
            "batch_norm", null, ["momentum", "eps", "affine"],
            read => new BatchNorm(read.Number("momentum", 0.1f, Unit), read.Number("eps", 1e-5f, Epsilon), read.Flag("affine", true)),
            (layer, list) =>
            {
                list.Add("momentum", layer.Momentum, 0.1f);
                list.Add("eps", layer.Epsilon, 1e-5f);
                list.Add("affine", layer.Affine, true);
            }),

        LayerForm.Of<LayerNorm>(
            "layer_norm", null, ["eps", "affine"],
            read => new LayerNorm(read.Number("eps", 1e-5f, Epsilon), read.Flag("affine", true)),
            (layer, list) =>
            {
                list.Add("eps", layer.Epsilon, 1e-5f);
                list.Add("affine", layer.Affine, true);
            }),

        LayerForm.Of<InstanceNorm>(
            "instance_norm", null, ["eps", "affine"],
            read => new InstanceNorm(read.Number("eps", 1e-5f, Epsilon), read.Flag("affine", false)),
            (layer, list) =>
            {
                list.Add("eps", layer.Epsilon, 1e-5f);
                list.Add("affine", layer.Affine, false);
            }),

        LayerForm.Of<Dropout>(
            "dropout", "probability", ["probability"],
            read => new Dropout(read.Number("probability", 0.5f, Probability)),
            (layer, list) => list.Add("probability", layer.Probability, 0.5f)),

        LayerForm.Of<Dropout2d>(
            "dropout2d", "probability", ["probability"],
            read => new Dropout2d(read.Number("probability", 0.5f, Probability)),
            (layer, list) => list.Add("probability", layer.Probability, 0.5f)),

        LayerForm.Plain<Flatten>("flatten"),

        LayerForm.Of<Reshape>(
            "reshape", "shape", ["shape"],
            read => new Reshape(ReadShape(read.Required("shape", "{ reshape: [1, 28, 28] }"), read.KeyOf("shape"))),
            (layer, list) => list.Add("shape", layer.Shape)),

        LayerForm.Of<Upsample>(
            "upsample", "scale", ["scale"],
            read => new Upsample(read.Whole("scale", 2, 1, NetworkLimits.Window)),
            (layer, list) => list.Add("scale", layer.Scale, 2)),

        LayerForm.Of<AvgPool2d>(
            "avg_pool2d", "kernel", ["kernel", "stride"],
            read =>
            {
                // PyTorch's default: windows side by side.
                int kernel = read.Whole("kernel", 2, 1, NetworkLimits.Window);
                return new AvgPool2d(kernel, read.Whole("stride", kernel, 1, NetworkLimits.Window));
            },
            (layer, list) =>
            {
                list.Add("kernel", layer.Kernel, 2);
                list.Add("stride", layer.Stride, layer.Kernel);
            }),

        LayerForm.Of<MinibatchStdDev>(
            "minibatch_stddev", "group", ["group"],
            read => new MinibatchStdDev(read.Whole("group", 4, 1, NetworkLimits.Group)),
            (layer, list) => list.Add("group", layer.Group, 4)),

        LayerForm.Of<ClassInput>(
            "class", null, ["embedding"],
            read => new ClassInput(read.Whole("embedding", 0, 1, NetworkLimits.Width)),
            (layer, list) =>
            {
                if (layer.Embedding > 0)
                    list.Add("embedding", layer.Embedding);
            }),

        LayerForm.Of<LeakyRelu>(
            "leaky_relu", "slope", ["slope"],
            read => new LeakyRelu(read.Number("slope", 0.01f, Unit)),
            (layer, list) => list.Add("slope", layer.Slope, 0.01f)),

        LayerForm.Plain<Relu>("relu"),
        LayerForm.Plain<Selu>("selu"),

        LayerForm.Of<Elu>(
            "elu", "alpha", ["alpha"],
            read => new Elu(read.Number("alpha", 1f, NumberRange.Above(0, 100))),
            (layer, list) => list.Add("alpha", layer.Alpha, 1f)),

        LayerForm.Plain<Gelu>("gelu"),
        LayerForm.Plain<Softplus>("softplus"),
        LayerForm.Plain<Tanh>("tanh"),
        LayerForm.Plain<Sigmoid>("sigmoid"),
    ];

    private static readonly string[] Names = [.. All.Select(form => form.Name)];

    private static readonly FrozenDictionary<string, LayerForm> ByName = All.ToFrozenDictionary(form => form.Name, StringComparer.Ordinal);

    /// <summary>The form of a word; null if it names no layer.</summary>
    public static LayerForm? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The form of a layer.</summary>
    public static LayerForm Of(Layer layer) => ByName[LayerNames.Of(layer)];

    /// <summary>Reads one item of <c>layers</c>.</summary>
    public static Layer Read(YamlNode node, string path)
    {
        switch (node)
        {
            case YamlScalar { IsNull: false } scalar:
                return ReadOptions(Form(scalar.Text, node.Position, path), null, node.Position, path);

            case YamlMap { Entries.Length: 1 } map:
                {
                    var entry = map.Entries[0];
                    return ReadOptions(Form(entry.Key, entry.KeyPosition, path), entry.Value, node.Position, path);
                }

            case YamlMap { Entries.Length: > 1 } map:
                throw new RecipeException(
                    map.Entries[1].KeyPosition, path, $"a layer is one name, found {map.Entries.Length} keys; "
                    + (Find(map.Entries[0].Key) is { } form && form.Options.Contains(map.Entries[1].Key)
                        ? $"write the options in braces: {{ {form.Name}: {{ {map.Entries[1].Key}: ... }} }}"
                        : "write each layer as an item of its own"));

            default:
                throw YamlValues.Expected(node, path, "a layer, such as tanh or { dense: 128 }");
        }
    }

    private static LayerForm Form(string name, RecipePosition position, string path) =>
        Find(name) ?? throw new RecipeException(position, path, $"unknown layer {YamlScalar.Quoted(name)}{NearestName.Hint(name, Names)}") { Known = [.. Names] };

    private static Layer ReadOptions(LayerForm form, YamlNode? value, RecipePosition position, string itemPath)
    {
        string path = $"{itemPath}.{form.Name}";
        // A list item that ends in a colon, `- tanh:`, is the bare word.
        if (value is YamlScalar { IsNull: true, Text: "" })
            value = null;
        if (value is null or YamlMap || form.Primary is null)
        {
            if (form.Options.Length == 0 && value is not (null or YamlMap { Entries.IsEmpty: true }))
                throw new RecipeException(value.Position, path, $"takes no options, found {value.Found}; write {form.Name}");
            return form.Read(Section.Open(value, path, position, form.Options));
        }

        return form.Read(Section.OfShorthand(value, path, form.Primary));
    }

    private static ConvTranspose2d ReadConvTranspose2d(Section read)
    {
        const string example = "{ conv_transpose2d: { channels: 64, kernel: 4, stride: 2, padding: 1 } }";
        int channels = read.RequiredWhole("channels", 1, NetworkLimits.Width, example);
        int kernel = read.RequiredWhole("kernel", 1, NetworkLimits.Window, example);
        int stride = read.Whole("stride", 1, 1, NetworkLimits.Window);
        var padding = ReadPadding(read);
        int outputPadding = read.Whole("output_padding", 0, 0, NetworkLimits.Window);
        if (outputPadding > 0 && padding.Same)
            throw read.Wrong("output_padding", "padding: same settles the output's size by itself; remove one of the two");
        if (outputPadding >= stride && outputPadding > 0)
        {
            string range = string.Create(CultureInfo.InvariantCulture, $"expected less than the stride, {stride}");
            throw read.Wrong("output_padding", $"{YamlText.Of(outputPadding)} is out of range: {range}");
        }

        return new ConvTranspose2d(channels, kernel, stride, padding, outputPadding, read.Flag("bias", true), read.Flag("spectral_norm", false));
    }

    private static Padding ReadPadding(Section read) => read["padding"] switch
    {
        null => default,
        YamlScalar { Text: "same" } => Padding.KerasSame,
        YamlScalar { Text: "valid" } node => throw YamlValues.Expected(node, read.KeyOf("padding"), "a number of pixels or same", "write 0"),
        var node => Padding.Of((int)YamlValues.Whole(node, read.KeyOf("padding"), 0, NetworkLimits.Window)),
    };

    private static Shape ReadShape(YamlNode node, string key)
    {
        var items = YamlValues.List(node, key, 1, 4, "a list of 1 to 4 sizes, such as [1, 28, 28]");
        Span<int> dimensions = stackalloc int[items.Length];
        long size = 1;
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = (int)YamlValues.Whole(items[i], $"{key}[{i}]", 1, NetworkLimits.ItemElements);
            size *= dimensions[i];
            if (size > NetworkLimits.ItemElements)
            {
                throw new RecipeException(
                    node.Position, key, string.Create(CultureInfo.InvariantCulture, $"an item holds at most {NetworkLimits.ItemElements} elements"));
            }
        }

        return new Shape(dimensions);
    }
}
