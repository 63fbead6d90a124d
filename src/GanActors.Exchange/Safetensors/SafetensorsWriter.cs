using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using GanActors.Files;

namespace GanActors.Exchange;

/// <summary>
/// Writes safetensors files (format of the safetensors library, version 0.3 and later): eight bytes of header length, a JSON header of
/// names, types, shapes and offsets, then the numbers, little-endian and without gaps. Equal contents are equal bytes.
/// </summary>
public static class SafetensorsWriter
{
    // The library pads its header with blanks to this, so that the numbers after it are aligned when the file is mapped.
    private const int Alignment = 8;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a file whole or not at all. Missing folders are made.</summary>
    /// <param name="path">Where the file goes.</param>
    /// <param name="content">What goes in; all numbers as F32.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or a name is reserved.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    public static void Save(string path, TensorFile content) => WholeFile.Write(path, file => Write(file, content));

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Where the bytes go.</param>
    /// <param name="content">What goes in; all numbers as F32.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or a name is reserved.</exception>
    public static void Write(Stream stream, TensorFile content)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(content);
        byte[] header = Header(content);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in content.Tensors)
            WriteNumbers(stream, tensor.Values.Span);
    }

    private static byte[] Header(TensorFile content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            if (content.Metadata.Count > 0)
            {
                json.WriteStartObject(TensorFile.MetadataKey);
                foreach (var (key, value) in content.Metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            var names = new HashSet<string>(StringComparer.Ordinal) { TensorFile.MetadataKey };
            long begin = 0;
            foreach (var tensor in content.Tensors)
            {
                if (!names.Add(tensor.Name))
                    throw new ArgumentException($"The name '{tensor.Name}' is taken.", nameof(content));
                if (tensor.Values.Length != tensor.Shape.Size)
                    throw new ArgumentException($"Tensor '{tensor.Name}' is {tensor.Shape} and has {tensor.Values.Length} values.", nameof(content));
                long end = begin + ((long)tensor.Values.Length * sizeof(float));
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int dimension in tensor.Shape.Dimensions)
                    json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(begin);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                begin = end;
            }

            json.WriteEndObject();
        }

        byte[] header = new byte[(buffer.WrittenCount + Alignment - 1) / Alignment * Alignment];
        buffer.WrittenSpan.CopyTo(header);
        header.AsSpan(buffer.WrittenCount).Fill((byte)' ');
        if (header.Length > TensorFile.LongestHeader)
            throw new ArgumentException($"The header would have {header.Length} bytes; at most {TensorFile.LongestHeader} are written.", nameof(content));
        return header;
    }

    private static void WriteNumbers(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            // A span of bytes holds at most 2^31 of them.
            const int Piece = 1 << 24;
            for (int at = 0; at < values.Length; at += Piece)
                stream.Write(MemoryMarshal.AsBytes(values.Slice(at, Math.Min(Piece, values.Length - at))));
            return;
        }

        Span<byte> number = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(number, value);
            stream.Write(number);
        }
    }
}
