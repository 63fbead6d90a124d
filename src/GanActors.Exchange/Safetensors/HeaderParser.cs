using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using GanActors.Networks;

namespace GanActors.Exchange;

/// <summary>
/// Reads the JSON header of a safetensors file, and believes nothing: every tensor has exactly a type, a shape and two offsets that agree with
/// each other, no name comes twice, and together the tensors cover the bytes after the header without gap or overlap.
/// </summary>
internal ref struct HeaderParser
{
    private Utf8JsonReader _json;

    private HeaderParser(ReadOnlySpan<byte> header) =>
        _json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 4 });

    /// <summary>Parses and checks a header.</summary>
    /// <param name="header">Its bytes.</param>
    /// <param name="dataLength">How many bytes come after it.</param>
    /// <exception cref="FormatException">It is none; the message says what would be right.</exception>
    public static TensorHeader Parse(ReadOnlySpan<byte> header, long dataLength)
    {
        if (header.IsEmpty || header[0] != (byte)'{')
            throw new FormatException("the header begins with no '{'; this is no safetensors file");
        try
        {
            return new HeaderParser(header).Parse(dataLength);
        }
        catch (JsonException error)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"the header is no JSON (byte {(error.BytePositionInLine ?? 0) + 8}); the file is damaged, or no safetensors file"), error);
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException("the header holds text that is not UTF-8; the file is damaged", error);
        }
    }

    /// <summary>A name from a file in a message: one line, not too long.</summary>
    public static string Shown(string name) => $"'{ForeignText.Short(name, ForeignText.LongestName)}'";

    private TensorHeader Parse(long dataLength)
    {
        var entries = new List<TensorEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var metadata = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        Next();
        while (Next() == JsonTokenType.PropertyName)
        {
            string name = _json.GetString()!;
            if (!names.Add(name))
                throw new FormatException($"tensor {Shown(name)} is there twice");
            if (name == TensorFile.MetadataKey)
                metadata = Metadata();
            else
                entries.Add(Entry(name));
        }

        while (_json.Read())
        {
            // Blanks may follow, nothing else: the reader throws.
        }

        entries.Sort(static (one, other) => one.Begin != other.Begin ? one.Begin.CompareTo(other.Begin) : one.End.CompareTo(other.End));
        long end = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin != end)
            {
                throw new FormatException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"tensor {Shown(entry.Name)} begins at byte {entry.Begin} of the data, where {end} comes next; "
                    + $"tensors follow each other without gap or overlap"));
            }

            end = entry.End;
        }

        if (end != dataLength)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"the tensors take {end} bytes and the file has {dataLength} after its header; it is cut short or damaged"));
        }

        return new TensorHeader([.. entries], metadata);
    }

    private ImmutableSortedDictionary<string, string> Metadata()
    {
        if (Next() != JsonTokenType.StartObject)
            throw new FormatException($"{TensorFile.MetadataKey} is no map of texts");
        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        while (Next() == JsonTokenType.PropertyName)
        {
            string key = _json.GetString()!;
            if (Next() != JsonTokenType.String)
                throw new FormatException($"{TensorFile.MetadataKey} is a map of texts, but {Shown(key)} is none");
            if (!metadata.TryAdd(key, _json.GetString()!))
                throw new FormatException($"{TensorFile.MetadataKey} has {Shown(key)} twice");
        }

        return metadata.ToImmutable();
    }

    private TensorEntry Entry(string name)
    {
        if (Next() != JsonTokenType.StartObject)
            throw new FormatException($"tensor {Shown(name)} is described by no map; dtype, shape and data_offsets were expected");
        StoredType? type = null;
        Shape? shape = null;
        (long Begin, long End)? offsets = null;
        while (Next() == JsonTokenType.PropertyName)
        {
            string key = _json.GetString()!;
            bool repeated = false;
            switch (key)
            {
                case "dtype":
                    repeated = type is not null;
                    type = Type(name);
                    break;
                case "shape":
                    repeated = shape is not null;
                    shape = ReadShape(name);
                    break;
                case "data_offsets":
                    repeated = offsets is not null;
                    offsets = Offsets(name);
                    break;
                default:
                    throw new FormatException($"tensor {Shown(name)} has {Shown(key)}; dtype, shape and data_offsets were expected");
            }

            if (repeated)
                throw new FormatException($"tensor {Shown(name)} has {key} twice");
        }

        if (type is null || shape is null || offsets is null)
        {
            string missing = type is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw new FormatException($"tensor {Shown(name)} has no {missing}");
        }

        var entry = new TensorEntry(name, type.Value, shape.Value, offsets.Value.Begin, offsets.Value.End);
        long bytes = (long)entry.Shape.Size * entry.NumberSize;
        if (entry.Begin > entry.End || entry.End - entry.Begin != bytes)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"tensor {Shown(name)}, {entry.Type} of {entry.Shape}, takes {bytes} bytes, but its data_offsets are [{entry.Begin}, {entry.End}]"));
        }

        return entry;
    }

    private StoredType Type(string name)
    {
        string? type = Next() == JsonTokenType.String ? _json.GetString() : null;
        return type switch
        {
            "F32" => StoredType.F32,
            "F16" => StoredType.F16,
            "BF16" => StoredType.BF16,
            null => throw new FormatException($"tensor {Shown(name)} has a dtype that is no text; F32, F16 and BF16 are read"),
            _ => throw new FormatException($"tensor {Shown(name)} is of type {Shown(type)}; F32, F16 and BF16 are read"),
        };
    }

    private Shape ReadShape(string name)
    {
        if (Next() != JsonTokenType.StartArray)
            throw new FormatException($"tensor {Shown(name)} has a shape that is no list");
        var dimensions = new List<int>();
        while (Next() != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt32(out int dimension) || dimension < 1 || dimensions.Count == 8)
                throw new FormatException($"tensor {Shown(name)} has a shape that is not one to eight whole numbers from 1 to {int.MaxValue}");
            dimensions.Add(dimension);
        }

        if (dimensions.Count == 0)
            throw new FormatException($"tensor {Shown(name)} is a single number without a shape; those are not read");
        try
        {
            return new Shape([.. dimensions]);
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"tensor {Shown(name)} of [{string.Join(", ", dimensions)}] has more than {int.MaxValue} elements", error);
        }
    }

    private (long Begin, long End) Offsets(string name)
    {
        if (Next() == JsonTokenType.StartArray && Offset(out long begin) && Offset(out long end) && Next() == JsonTokenType.EndArray)
            return (begin, end);
        throw new FormatException($"tensor {Shown(name)} has data_offsets that are not two whole numbers");
    }

    private bool Offset(out long offset)
    {
        offset = -1;
        return Next() == JsonTokenType.Number && _json.TryGetInt64(out offset) && offset >= 0;
    }

    // A token that is missing is a fault of the text, as a wrong one is.
    private JsonTokenType Next() => _json.Read() ? _json.TokenType : throw new JsonException();
}
