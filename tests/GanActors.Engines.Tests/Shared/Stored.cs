using System.Text.Json;
using GanActors.Networks;

namespace GanActors.Engines.Tests.Conformance;

/// <summary>How both sides compute a tensor.</summary>
public sealed record StoredForm(double Scale, double Offset);

/// <summary>Layers with everything that goes through them and their gradients.</summary>
public sealed record StoredLayers(
    string Name,
    int[] Input,
    double Scale,
    JsonElement[] Layers,
    int[] Parts,
    Dictionary<string, StoredForm> Tensors,
    StoredTensor Inference,
    StoredTensor Output,
    StoredTensor InputGradient,
    Dictionary<string, StoredTensor> Gradients,
    Dictionary<string, StoredTensor> Statistics);

/// <summary>A loss on a few logits, from each side.</summary>
public sealed record StoredLoss(string Kind, float Smoothing, string Sides, float[] Logits, StoredSide Real, StoredSide Fake, StoredSide Generator);

/// <summary>A loss and its gradient.</summary>
public sealed record StoredSide(double Loss, StoredTensor Gradient);

/// <summary>A penalty on the input's gradient, and what it does to the parameters.</summary>
public sealed record StoredPenalty(
    string Name,
    int[] Input,
    double Scale,
    JsonElement[] Layers,
    int Items,
    string Kind,
    float Weight,
    Dictionary<string, StoredForm> Tensors,
    StoredTensor InputGradient,
    double Penalty,
    Dictionary<string, StoredTensor> Gradients);

/// <summary>Ten steps of an optimiser: gradient norm and learning rate of each, all weights after it and their moving average if there is one.</summary>
public sealed record StoredOptimizer(
    string Name, JsonElement Spec, int[] Weights, double[] Norms, double[] Rates, double[][] Steps, double[][]? Averages = null);

/// <summary>Ten iterations of a duel, the losses of both players after each.</summary>
public sealed record StoredDuel(
    string Name,
    int Batch,
    int[] Noise,
    int[] Image,
    string Loss,
    double Penalty,
    JsonElement Optimizer,
    JsonElement[] Generator,
    JsonElement[] Discriminator,
    Dictionary<string, StoredForm> GeneratorTensors,
    Dictionary<string, StoredForm> DiscriminatorTensors,
    double[][] Iterations,
    StoredTensor Samples);

/// <summary>The files that the script of the folder <c>PyTorch</c> writes.</summary>
internal static class Stored
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static IReadOnlyDictionary<string, StoredLayers> Layers { get; } = Read<StoredLayers>("layers", value => value.Name);

    public static IReadOnlyDictionary<string, StoredLoss> Losses { get; } =
        Read<StoredLoss>("losses", value => FormattableString.Invariant($"{value.Kind}, {value.Sides}-sided smoothing {value.Smoothing}"));

    public static IReadOnlyDictionary<string, StoredPenalty> Penalties { get; } = Read<StoredPenalty>("penalties", value => value.Name);

    public static IReadOnlyDictionary<string, StoredOptimizer> Optimizers { get; } = Read<StoredOptimizer>("optimizers", value => value.Name);

    public static IReadOnlyDictionary<string, StoredDuel> Duels { get; } = Read<StoredDuel>("networks", value => value.Name);

    /// <summary>A layer by the names and options of PyTorch.</summary>
    public static Layer Layer(JsonElement json)
    {
        string type = json.GetProperty("type").GetString()!;
        return type switch
        {
            "dense" => new Dense(Whole("units"), Flag("bias", true), Flag("spectral_norm", false)),
            "conv2d" => new Conv2d(
                Whole("channels"), Whole("kernel"), Whole("stride", 1), Border(), Flag("bias", true), Flag("spectral_norm", false)),
            "conv_transpose2d" => new ConvTranspose2d(
                Whole("channels"), Whole("kernel"), Whole("stride", 1), Border(), Whole("output_padding", 0), Flag("bias", true), Flag("spectral_norm", false)),
            "batch_norm" => new BatchNorm(Number(json, "momentum", 0.1f), Number(json, "eps", 1e-5f), Flag("affine", true)),
            "layer_norm" => new LayerNorm(Number(json, "eps", 1e-5f), Flag("affine", true)),
            "instance_norm" => new InstanceNorm(Number(json, "eps", 1e-5f), Flag("affine", false)),
            "flatten" => new Flatten(),
            "reshape" => new Reshape(new Shape(json.GetProperty("shape").Deserialize<int[]>())),
            "upsample" => new Upsample(Whole("scale", 2)),
            "avg_pool2d" => new AvgPool2d(Whole("kernel", 2), Whole("stride", 2)),
            "minibatch_stddev" => new MinibatchStdDev(Whole("group", 4)),
            "class" => new ClassInput(Whole("embedding", 0)),
            "leaky_relu" => new LeakyRelu(Number(json, "slope", 0.01f)),
            "relu" => new Relu(),
            "selu" => new Selu(),
            "elu" => new Elu(Number(json, "alpha", 1f)),
            "gelu" => new Gelu(),
            "softplus" => new Softplus(),
            "tanh" => new Tanh(),
            "sigmoid" => new Sigmoid(),
            _ => throw new NotSupportedException(type),
        };

        int Whole(string option, int? otherwise = null) =>
            json.TryGetProperty(option, out var value) ? value.GetInt32() : otherwise ?? throw new FormatException($"{type} without {option}");

        bool Flag(string option, bool otherwise) => json.TryGetProperty(option, out var value) ? value.GetBoolean() : otherwise;

        Padding Border() => !json.TryGetProperty("padding", out var value) ? default
            : value.ValueKind == JsonValueKind.String ? Padding.KerasSame : Padding.Of(value.GetInt32());
    }

    /// <summary>An optimiser by the names and options of PyTorch.</summary>
    public static OptimizerSpec Optimizer(JsonElement json) => new(
        json.GetProperty("kind").GetString() switch
        {
            "adam" => OptimizerKind.Adam,
            "adamw" => OptimizerKind.AdamW,
            "rmsprop" => OptimizerKind.RmsProp,
            _ => OptimizerKind.Sgd,
        },
        Number(json, "lr", 0f),
        Number(json, "beta1", 0.9f),
        Number(json, "beta2", 0.999f),
        Number(json, "eps", 1e-8f),
        Number(json, "weight_decay", 0f),
        Number(json, "momentum", 0f),
        json.TryGetProperty("nesterov", out var nesterov) && nesterov.GetBoolean(),
        Number(json, "alpha", 0.99f),
        Number(json, "clip_norm", 0f),
        Number(json, "clip_value", 0f),
        json.TryGetProperty("schedule", out var schedule) ? Schedule(schedule) : null);

    /// <summary>What a case asks of a network besides its optimiser.</summary>
    public static NetworkSpec Refine(NetworkSpec spec, JsonElement json) => spec with
    {
        WeightClip = Number(json, "weight_clip", 0f),
        Average = json.TryGetProperty("average", out var average) ? new AverageSpec(Number(average, "decay", 0f), Number(average, "ramp_up", 1f)) : null,
    };

    private static LearningRateSchedule Schedule(JsonElement json) =>
        new(Named<LearningRateKind>(json.GetProperty("kind").GetString()!), json.GetProperty("steps").GetInt64(), Number(json, "factor", 0f));

    /// <summary>An enumeration's value by its name in small letters.</summary>
    public static TEnum Named<TEnum>(string name)
        where TEnum : struct, Enum => Enum.Parse<TEnum>(name.Replace("_", string.Empty, StringComparison.Ordinal), ignoreCase: true);

    private static float Number(JsonElement json, string option, float otherwise) => json.TryGetProperty(option, out var value) ? value.GetSingle() : otherwise;

    private static Dictionary<string, TCase> Read<TCase>(string file, Func<TCase, string> name)
    {
        using var stream = typeof(Stored).Assembly.GetManifestResourceStream($"PyTorch/{file}.json")
            ?? throw new FileNotFoundException($"PyTorch/{file}.json is not part of the tests.");
        return JsonSerializer.Deserialize<TCase[]>(stream, Options)!.ToDictionary(name, StringComparer.Ordinal);
    }
}
