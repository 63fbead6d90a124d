using System.Text.Json;
using System.Text.Json.Serialization;

namespace GanActors.Sweeps;

/// <summary>A sweep's <c>summary.json</c>: how it stands, all its trials and what they reported.</summary>
/// <param name="Sweep">The sweep's id.</param>
/// <param name="Objective">What is wanted.</param>
/// <param name="Progress">How it stands.</param>
public sealed record SweepSummary(string Sweep, ObjectiveSpec Objective, SweepProgress Progress)
{
    private const long Longest = 1L << 30;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    /// <summary>Reads the summary of the sweep in a folder.</summary>
    /// <exception cref="SweepException">There is none, or it is damaged.</exception>
    public static SweepSummary Read(string folder)
    {
        string path = Path.Combine(folder, SweepFiles.Summary);
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > Longest)
                throw new SweepException($"{path}: is {file.Length} bytes long; a sweep's summary has at most {Longest}");
            return JsonSerializer.Deserialize<SweepSummary>(File.ReadAllBytes(path), Options) ?? throw new SweepException($"{path}: holds nothing");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SweepException($"{path}: cannot be read as a sweep's summary: {fault.Message}", fault);
        }
    }

    /// <summary>As JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";
}
