using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanActors.Duel;

namespace GanActors.Checkpoints;

/// <summary>
/// A manifest as JSON. Its last field, <c>sha256</c>, is the digest of all bytes before the comma that precedes it, so that a manifest vouches for itself
/// as it does for its parts.
/// </summary>
internal static class ManifestJson
{
    /// <summary>The longest manifest that is read or written.</summary>
    public const int Longest = 1 << 24;

    private const string Format = "ganactors-checkpoint";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
    private const int DigestLength = 64;

    private static readonly byte[] BeforeDigest = Encoding.UTF8.GetBytes(",\n  \"sha256\": \""), AfterDigest = Encoding.UTF8.GetBytes("\"\n}\n");
    private static readonly byte[] End = Encoding.UTF8.GetBytes("\n}");

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private static readonly string[] Fields =
        ["format", "format_version", "run", "incarnation", "iteration", "written", "product", "recipe", "metrics", "parts", "state", "sha256"];

    /// <summary>The bytes of a manifest; equal ones are equal bytes.</summary>
    /// <exception cref="ArgumentException">It would not be read again; the message says why.</exception>
    public static byte[] Write(CheckpointManifest manifest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("format_version", CheckpointManifest.FormatVersion);
            json.WriteString("run", manifest.Run.Value);
            json.WriteNumber("incarnation", manifest.Version.Incarnation);
            json.WriteNumber("iteration", manifest.Version.Iteration);
            json.WriteString("written", manifest.Written.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("product", manifest.Product);
            json.WriteString("recipe", manifest.Recipe);
            json.WriteStartObject("metrics");
            foreach (var (name, value) in manifest.Metrics)
                ExactNumber.Write(json, name, value);
            json.WriteEndObject();
            json.WriteStartArray("parts");
            foreach (var part in manifest.Parts)
            {
                json.WriteStartObject();
                json.WriteString("name", part.Name);
                json.WriteNumber("bytes", part.Bytes);
                json.WriteString("sha256", part.Sha256);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WritePropertyName("state");
            manifest.State.WriteTo(json);
            json.WriteEndObject();
        }

        var body = buffer.WrittenSpan[..^End.Length];
        byte[] bytes = [.. body, .. BeforeDigest, .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(body))), .. AfterDigest];
        if (bytes.Length > Longest)
            throw new ArgumentException($"The manifest would have {bytes.Length} bytes; at most {Longest} are read. Large state goes into a part.", nameof(manifest));
        try
        {
            Read(bytes, CheckpointManifest.FileName);
        }
        catch (CheckpointException error)
        {
            throw new ArgumentException($"The manifest would not be read again: {error.Message}", nameof(manifest), error);
        }

        return bytes;
    }

    /// <summary>Reads a manifest, strictly.</summary>
    /// <param name="bytes">All of it.</param>
    /// <param name="file">Where it was, for messages.</param>
    /// <exception cref="CheckpointException">It is damaged, or none; the message names file and field.</exception>
    public static CheckpointManifest Read(ReadOnlyMemory<byte> bytes, string file)
    {
        CheckDigest(bytes.Span, file);
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return new Reader(file).Manifest(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new CheckpointException(file, $"is no JSON: {error.Message}", cause: error);
        }
    }

    private static void CheckDigest(ReadOnlySpan<byte> bytes, string file)
    {
        int tail = BeforeDigest.Length + DigestLength + AfterDigest.Length;
        if (bytes.Length < tail || !bytes.EndsWith(AfterDigest) || !bytes[^tail..].StartsWith(BeforeDigest))
            throw new CheckpointException(file, "does not end with its digest; it is cut short or damaged, or no manifest", "sha256");
        string told = Encoding.Latin1.GetString(bytes.Slice(bytes.Length - tail + BeforeDigest.Length, DigestLength));
        if (told != Convert.ToHexStringLower(SHA256.HashData(bytes[..^tail])))
            throw new CheckpointException(file, "is not the digest of what comes before; the manifest was damaged or changed after it was written", "sha256");
    }

    /// <summary>One look at a manifest, which names its file in every error.</summary>
    private sealed class Reader(string file)
    {
        public CheckpointManifest Manifest(JsonElement root)
        {
            if (root.ValueKind != JsonValueKind.Object)
                throw new CheckpointException(file, "is no JSON object");
            if (Text(root, "format") != Format)
                throw Error("format", $"is not \"{Format}\"");
            // What a later version means by its fields is not known.
            if (Whole(root, "format_version") is var version && version != CheckpointManifest.FormatVersion)
                throw Error("format_version", $"is {version}; this version of the product reads {CheckpointManifest.FormatVersion}");
            foreach (var property in root.EnumerateObject())
            {
                if (!Fields.Contains(property.Name))
                    throw new CheckpointException(file, "is unknown", property.Name);
            }

            long incarnation = Whole(root, "incarnation");
            return new CheckpointManifest(
                Run(root),
                new CheckpointVersion(Whole(root, "iteration"), incarnation <= int.MaxValue ? (int)incarnation : throw Error("incarnation", $"is more than {int.MaxValue}")),
                Written(root),
                Text(root, "product"),
                Text(root, "recipe"),
                Metrics(root),
                Parts(root),
                State(root));
        }

        private RunId Run(JsonElement root)
        {
            try
            {
                return new RunId(Text(root, "run"));
            }
            catch (ArgumentException)
            {
                throw Error("run", "is no run id: 1 to 64 lower-case letters, digits and inner hyphens");
            }
        }

        private DateTimeOffset Written(JsonElement root) =>
            DateTimeOffset.TryParseExact(Text(root, "written"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var written)
                ? written
                : throw Error("written", "is no time as 2026-01-31T23:59:59.0000000Z");

        private ImmutableSortedDictionary<string, double> Metrics(JsonElement root)
        {
            var metrics = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
            foreach (var metric in Field(root, "metrics", JsonValueKind.Object, "an object").EnumerateObject())
            {
                try
                {
                    metrics.Add(metric.Name, ExactNumber.Read(JsonValue.Create(metric.Value.Clone())));
                }
                catch (FormatException error)
                {
                    throw Error($"metrics.{metric.Name}", error.Message);
                }
            }

            return metrics.ToImmutable();
        }

        private ImmutableArray<PartReceipt> Parts(JsonElement root)
        {
            var parts = ImmutableArray.CreateBuilder<PartReceipt>();
            var names = new HashSet<string>(StringComparer.Ordinal) { CheckpointManifest.FileName, CheckpointArchive.PinName };
            foreach (var element in Field(root, "parts", JsonValueKind.Array, "a list").EnumerateArray())
            {
                string at = string.Create(CultureInfo.InvariantCulture, $"parts[{parts.Count}]");
                if (element.ValueKind != JsonValueKind.Object)
                    throw Error(at, "is no object");
                foreach (var property in element.EnumerateObject())
                {
                    if (property.Name is not ("name" or "bytes" or "sha256"))
                        throw Error($"{at}.{property.Name}", "is unknown");
                }

                string name = Text(element, "name", at), digest = Text(element, "sha256", at);
                if (!PartName.IsSegment(name))
                    throw Error($"{at}.name", "is no name of a part: letters, digits, '.', '_' and '-', no dot at its ends");
                if (!names.Add(name))
                    throw Error($"{at}.name", "is taken");
                if (digest.Length != DigestLength || !digest.All(char.IsAsciiHexDigitLower))
                    throw Error($"{at}.sha256", "is no SHA-256 digest: 64 lower-case hexadecimal digits");
                parts.Add(new PartReceipt(name, Whole(element, "bytes", at), digest));
            }

            return parts.ToImmutable();
        }

        private JsonObject State(JsonElement root) => JsonObject.Create(Field(root, "state", JsonValueKind.Object, "an object").Clone())!;

        private string Text(JsonElement element, string name, string? within = null) =>
            Field(element, name, JsonValueKind.String, "a text", within).GetString()!;

        private long Whole(JsonElement element, string name, string? within = null) =>
            Field(element, name, JsonValueKind.Number, "a number", within).TryGetInt64(out long value) && value >= 0
                ? value
                : throw Error(Path(name, within), "is no whole number from 0");

        private JsonElement Field(JsonElement element, string name, JsonValueKind kind, string what, string? within = null)
        {
            if (!element.TryGetProperty(name, out var value))
                throw Error(Path(name, within), "is missing");
            return value.ValueKind == kind ? value : throw Error(Path(name, within), $"is not {what}");
        }

        private CheckpointException Error(string field, string problem) => new(file, problem, field);

        private static string Path(string name, string? within) => within is null ? name : $"{within}.{name}";
    }
}
