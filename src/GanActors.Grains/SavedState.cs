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
    };

    /// <summary>Writes a state.</summary>
    public static JsonObject Of<T>(T state)
        where T : class => JsonSerializer.SerializeToNode(state, Json)!.AsObject();

    /// <summary>Reads it back.</summary>
    /// <exception cref="JsonException">That is no such state.</exception>
    public static T Read<T>(JsonElement saved)
        where T : class => saved.Deserialize<T>(Json) ?? throw new JsonException($"A {typeof(T).Name} cannot be null.");
}
