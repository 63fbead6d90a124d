using System.Text.Json;
using GanActors.Networks;

namespace GanActors.Runs;

/// <summary>Which generator was evaluated.</summary>
/// <param name="Recipe">The recipe it was trained by.</param>
/// <param name="Iteration">Iterations of the run when it was taken.</param>
/// <param name="Weights">With which weights it made the items.</param>
/// <param name="Seed">Where its noise started.</param>
[GenerateSerializer, Immutable, Alias("gan.evaluated")]
public sealed record EvaluatedGenerator(string Recipe, long Iteration, WeightsKind Weights, ulong Seed);

/// <summary>
/// An evaluation as a JSON object: <c>evaluation.json</c>, and a line of <c>evaluations.jsonl</c>. docs/evaluation.md says what its keys mean; numbers that are none are null.
/// </summary>
public static class EvaluationJson
{
    /// <summary>The file of a run's last evaluation by command.</summary>
    public const string FileName = "evaluation.json";

    /// <summary>The file of the evaluations of a run on its way, one object a line.</summary>
    public const string CourseFileName = "evaluations.jsonl";

    private const int Format = 1;

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, EvaluatedGenerator generator, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        WriteKeys(json, generator, report);
        json.WriteEndObject();
    }

    /// <summary>Writes the object's keys into one that is open.</summary>
    public static void WriteKeys(Utf8JsonWriter json, EvaluatedGenerator generator, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(report);
        json.WriteNumber("format", Format);
        json.WriteString("recipe", generator.Recipe);
        json.WriteNumber("iteration", generator.Iteration);
        json.WriteString("weights", generator.Weights == WeightsKind.Average ? "average" : "current");
        json.WriteNumber("seed", generator.Seed);
        json.WriteString("data", report.Data);
        json.WriteNumber("samples", report.Samples);
        json.WriteNumber("reals", report.Reals);
        WriteExtractor(json, report.Extractor);
        json.WriteStartObject("figures");
        foreach (string name in FigureNames.All)
        {
            if (report.Figures.TryGetValue(name, out double value))
                RunEventJson.Number(json, name, value);
        }

        json.WriteEndObject();
        WriteFloor(json, report.Floor);
        json.WriteStartArray("classes");
        foreach (var share in report.Classes)
        {
            json.WriteStartObject();
            json.WriteString("name", share.Name);
            RunEventJson.Number(json, "real", share.Real);
            RunEventJson.Number(json, "generated", share.Generated);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (string note in report.Notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
        RunEventJson.Number(json, "seconds", Math.Round(report.Seconds, 3));
    }

    private static void WriteExtractor(Utf8JsonWriter json, ExtractorId? extractor)
    {
        if (extractor is null)
        {
            json.WriteNull("extractor");
            return;
        }

        json.WriteStartObject("extractor");
        json.WriteString("name", extractor.Name);
        json.WriteString("data", extractor.Data);
        json.WriteString("kind", extractor.Kind == ExtractorKind.Classifier ? "classifier" : "random");
        json.WriteString("hash", extractor.Hash);
        RunEventJson.Number(json, "accuracy", extractor.Accuracy);
        json.WriteNumber("features", extractor.Features);
        json.WriteString("note", extractor.Note);
        json.WriteEndObject();
    }

    private static void WriteFloor(Utf8JsonWriter json, EvaluationFloor? floor)
    {
        if (floor is null)
        {
            json.WriteNull("floor");
            return;
        }

        json.WriteStartObject("floor");
        json.WriteNumber("samples", floor.Samples);
        RunEventJson.Number(json, FigureNames.Fid, floor.Fid);
        RunEventJson.Number(json, FigureNames.Kid, floor.Kid);
        RunEventJson.Number(json, FigureNames.KidError, floor.KidError);
        json.WriteEndObject();
    }
}
