using System.Text.Json;
using System.Text.Json.Serialization;

namespace GanActors.Client;

/// <summary>How the API's objects look as JSON: <c>snake_case</c>, what is not there is null, and a number that is none is null, too.</summary>
public static class ApiJson
{
    /// <summary>For whoever reads or writes them.</summary>
    public static JsonSerializerOptions Options { get; } = Set(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Sets options up in the same way.</summary>
    public static JsonSerializerOptions Set(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.AllowDuplicateProperties = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 32;
        return options;
    }
}
