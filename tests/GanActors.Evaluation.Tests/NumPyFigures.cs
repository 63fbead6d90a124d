using System.Text.Json;
using GanActors.Evaluation.Features;
using GanActors.Runs;

namespace GanActors.Evaluation.Tests;

/// <summary>What NumPy and SciPy computed of small matrices; NumPy/make_figures.py wrote it.</summary>
internal static class NumPyFigures
{
    private static readonly JsonElement Root = Read();

    public static FeatureSet Real => Matrix("real");

    public static FeatureSet Fake => Matrix("fake");

    public static FeatureSet Few => Matrix("few");

    public static int Classes => Root.GetProperty("classes").GetInt32();

    public static float[] Probabilities => Numbers("probabilities");

    public static double Figure(string name) => Root.GetProperty(name).GetDouble();

    private static FeatureSet Matrix(string name) => Sample.Features(Root.GetProperty("dimension").GetInt32(), Numbers(name));

    private static float[] Numbers(string name) => [.. Root.GetProperty(name).EnumerateArray().Select(number => number.GetSingle())];

    private static JsonElement Read()
    {
        using var stream = typeof(NumPyFigures).Assembly.GetManifestResourceStream("NumPy/figures.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}

/// <summary>Features to measure.</summary>
internal static class Sample
{
    public static ExtractorId Extractor { get; } = new("test", ExtractorKind.Random, "00000000", double.NaN, 6, "");

    public static FeatureSet Features(int dimension, float[] values, ExtractorId? extractor = null) => new(extractor ?? Extractor, dimension, values);

    /// <summary>Normal numbers about a shift.</summary>
    public static FeatureSet Normal(int count, int dimension, ulong seed, float shift = 0)
    {
        float[] values = new float[count * dimension];
        new Randomness.RandomStream(seed, Randomness.StreamPurpose.Evaluation, 9, 0).Normal(values);
        for (int i = 0; i < values.Length; i++)
            values[i] += shift;
        return Features(dimension, values);
    }
}
