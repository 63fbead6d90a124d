using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace GanActors.Grains;

/// <summary>States as JSON: no number loses a bit, one that is none is written by its name, and nothing unknown is passed over.</summary>
internal static class SavedState
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new ExactDoubles() },
    };

    /// <summary>Writes a state.</summary>
    public static JsonObject Of<T>(T state)
        where T : class => JsonSerializer.SerializeToNode(state, Json)!.AsObject();

    /// <summary>Reads it back.</summary>
    /// <exception cref="JsonException">That is no such state.</exception>
    public static T Read<T>(JsonElement saved)
        where T : class => saved.Deserialize<T>(Json) ?? throw new JsonException($"A {typeof(T).Name} cannot be null.");

    private sealed class ExactDoubles : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : reader.GetString() switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                var text => throw new JsonException($"'{text}' is no number."),
            };

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteRawValue(ExactNumber.Text(value));
            else
                writer.WriteStringValue(ExactNumber.Text(value));
        }
    }
}
