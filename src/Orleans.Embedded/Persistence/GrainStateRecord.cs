using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orleans.Storage;

/// <summary>A state as it is kept: its ETag and the state, in JSON.</summary>
internal static class GrainStateRecord
{
    public static JsonSerializerOptions DefaultOptions { get; } = new()
    {
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static byte[] Write<T>(string etag, T? state, JsonSerializerOptions options) =>
        JsonSerializer.SerializeToUtf8Bytes(new Record<T> { ETag = etag, State = state }, options);

    /// <summary>Only the ETag.</summary>
    /// <exception cref="InvalidDataException">It is no record.</exception>
    public static string ReadETag(ReadOnlySpan<byte> json, string where) => Read<JsonIgnored>(json, where, DefaultOptions).ETag!;

    /// <exception cref="InvalidDataException">It is no record of such a state.</exception>
    public static Record<T> Read<T>(ReadOnlySpan<byte> json, string where, JsonSerializerOptions options)
    {
        try
        {
            var record = JsonSerializer.Deserialize<Record<T>>(json, options);
            if (record?.ETag is { Length: > 0 }) return record;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{where} is no stored grain state of type {typeof(T)}: {exception.Message}", exception);
        }

        throw new InvalidDataException($"{where} is no stored grain state: it has no \"etag\".");
    }

    public static string NewETag() => Guid.NewGuid().ToString("N");

    public static void ThrowIfStale(string operation, string where, string? stored, string? current)
    {
        if (stored != current)
            throw new InconsistentStateException($"{operation} of {where} refused: somebody else wrote it in between.", stored, current);
    }

    internal sealed class Record<T>
    {
        [JsonPropertyName("etag")]
        public string? ETag { get; set; }

        [JsonPropertyName("state")]
        public T? State { get; set; }
    }

    /// <summary>A state that nobody wants to know.</summary>
    [JsonConverter(typeof(Converter))]
    internal sealed class JsonIgnored
    {
        internal sealed class Converter : JsonConverter<JsonIgnored>
        {
            public override JsonIgnored? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                reader.Skip();
                return null;
            }

            public override void Write(Utf8JsonWriter writer, JsonIgnored value, JsonSerializerOptions options) => writer.WriteNullValue();
        }
    }
}
