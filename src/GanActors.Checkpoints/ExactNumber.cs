using System.Text.Json;
using System.Text.Json.Nodes;

namespace GanActors.Checkpoints;

/// <summary>
/// How a manifest writes a number so that the same number is read: a JSON number with as many digits as it takes, and what JSON
/// has no number for as one of the texts <c>"NaN"</c>, <c>"Infinity"</c>, <c>"-Infinity"</c>.
/// </summary>
public static class ExactNumber
{
    private const string NotANumber = "NaN", PositiveInfinity = "Infinity", NegativeInfinity = "-Infinity";

    /// <summary>A number, for the coordinator's own state in a manifest.</summary>
    public static JsonValue Of(double value) => double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create(Text(value));

    /// <summary>Reads what <see cref="Of"/> made.</summary>
    /// <exception cref="FormatException">It is no number.</exception>
    public static double Read(JsonNode? node)
    {
        if (node is JsonValue value && (value.GetValueKind() == JsonValueKind.Number ? FromNumber(value) : FromText(value)) is { } number)
            return number;
        throw new FormatException($"is no number; a number, \"{NotANumber}\", \"{PositiveInfinity}\" or \"{NegativeInfinity}\" was expected");

        static double? FromNumber(JsonValue value) => value.TryGetValue(out double number) && double.IsFinite(number) ? number : null;

        static double? FromText(JsonValue value) => value.TryGetValue(out string? text) ? FromName(text) : null;
    }

    internal static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteString(name, Text(value));
    }

    private static string Text(double value) => double.IsNaN(value) ? NotANumber : value > 0 ? PositiveInfinity : NegativeInfinity;

    private static double? FromName(string? text) => text switch
    {
        NotANumber => double.NaN,
        PositiveInfinity => double.PositiveInfinity,
        NegativeInfinity => double.NegativeInfinity,
        _ => null,
    };
}
