using System.Globalization;
using GanActors.Files;
using GanActors.Networks;

namespace GanActors.Exchange.Onnx;

/// <summary>
/// Writes a generator as an ONNX model (operator set 17, which every runtime since 2022 has): noise of any number of items in, as many items
/// out. The input is called <c>noise</c>, the output <c>image</c>; a conditional generator has a second input, <c>class</c>. Recipe, seed, iteration and the data's range stand in the metadata.
/// </summary>
public static class OnnxWriter
{
    /// <summary>Name of the model's input, <c>[batch, size]</c>.</summary>
    public const string Input = "noise";

    /// <summary>Name of the second input of a conditional generator, <c>[batch]</c>: the class of each item, a 64-bit whole number from 0.</summary>
    public const string ClassInput = "class";

    /// <summary>Name of the model's output, <c>[batch, ..item]</c>.</summary>
    public const string Output = "image";

    private const int OperatorSet = 17, IrVersion = 8;

    private static readonly string Version = typeof(OnnxWriter).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Writes a file whole or not at all. Missing folders are made.</summary>
    /// <param name="path">Where the file goes.</param>
    /// <param name="generator">The generator.</param>
    /// <param name="weights">Which of its weights go in.</param>
    /// <exception cref="ExchangeException">A layer has no form in ONNX, a tensor is missing, the average is wanted and there is none, or the model
    /// would be too large.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    public static void Save(string path, TrainedGenerator generator, WeightsKind weights)
    {
        var model = Model(generator, weights);
        WholeFile.Write(path, model.WriteTo);
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Where the bytes go.</param>
    /// <param name="generator">The generator.</param>
    /// <param name="weights">Which of its weights go in.</param>
    /// <exception cref="ExchangeException">See <see cref="Save"/>.</exception>
    public static void Write(Stream stream, TrainedGenerator generator, WeightsKind weights) => Model(generator, weights).WriteTo(stream);

    // ModelProto.
    private static ProtoMessage Model(TrainedGenerator generator, WeightsKind weights)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var plan = generator.Plan();
        var tensors = generator.Weights(weights).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var graph = new OnnxGraph();
        string x = Input;
        foreach (var layer in plan.Layers)
            x = LayerNodes.Add(graph, tensors, layer, x);

        var recipe = generator.Recipe;
        var model = new ProtoMessage()
            .Add(1, IrVersion)
            .Add(2, "ganactors")
            .Add(3, Version)
            .Add(7, graph.ToProto(recipe.Name, (Input, plan.Input), plan.Classes > 0 ? ClassInput : null, (Output, plan.Output)))
            .Add(8, new ProtoMessage().Add(1, "").Add(2, OperatorSet));
        foreach (var (key, value) in new (string, string)[]
        {
            ("recipe", recipe.Name),
            ("data", recipe.Data.Name),
            ("data_low", Text(recipe.Data.Low)),
            ("data_high", Text(recipe.Data.High)),
            ("noise", recipe.Noise.Distribution.ToString().ToLowerInvariant()),
            ("seed", recipe.Run.Seed.ToString(CultureInfo.InvariantCulture)),
            ("iteration", generator.Iteration.ToString(CultureInfo.InvariantCulture)),
            ("weights", weights == WeightsKind.Average ? "ema" : "current"),
        })
        {
            model.Add(14, new ProtoMessage().Add(1, key).Add(2, value));
        }

        if (plan.Classes > 0)
            model.Add(14, new ProtoMessage().Add(1, "classes").Add(2, plan.Classes.ToString(CultureInfo.InvariantCulture)));

        if (model.Length > int.MaxValue)
            throw new ExchangeException(null, $"the model would take {model.Length} bytes, and ONNX holds at most {int.MaxValue} in one file; export as safetensors instead");
        return model;
    }

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
