using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using GanActors.Engines;

namespace GanActors.Exchange;

/// <summary>
/// Reads safetensors files, strictly: a header that lies is one clear error, found before memory is taken for what it promises. F32, F16 and
/// BF16 become float32.
/// </summary>
public static class SafetensorsReader
{
    private const int LengthSize = sizeof(ulong);

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ExchangeException">It cannot be read, or is no safetensors file of numbers.</exception>
    public static TensorFile ReadFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (Directory.Exists(path))
                throw new ExchangeException(path, "is a folder, not a safetensors file");
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            return Read(file);
        }
        catch (FormatException error)
        {
            throw new ExchangeException(path, error.Message, error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ExchangeException(path, "there is no such file", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ExchangeException(path, $"cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads from a stream that knows its length, from its beginning to its end.</summary>
    /// <exception cref="FormatException">It holds no safetensors file of numbers; the message says why.</exception>
    /// <exception cref="NotSupportedException">The stream does not know its length.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static TensorFile Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long length = stream.Length;
        if (length < LengthSize)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"has {length} bytes; a safetensors file begins with {LengthSize} that tell its header's length"));
        }

        Span<byte> prefix = stackalloc byte[LengthSize];
        ReadExactly(stream, prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > TensorFile.LongestHeader || (long)headerLength > length - LengthSize)
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"says that its header has {headerLength} bytes; at most {Math.Min(TensorFile.LongestHeader, length - LengthSize)} can be: "
                + $"this is no safetensors file, or it is cut short"));
        }

        byte[] headerBytes = new byte[headerLength];
        ReadExactly(stream, headerBytes);
        var header = HeaderParser.Parse(headerBytes, length - LengthSize - (long)headerLength);
        var tensors = ImmutableArray.CreateBuilder<StateTensor>(header.Entries.Length);
        foreach (var entry in header.Entries)
            tensors.Add(new StateTensor(entry.Name, entry.Shape, ReadNumbers(stream, entry)));
        return new TensorFile(tensors.MoveToImmutable(), header.Metadata);
    }

    private static float[] ReadNumbers(Stream stream, TensorEntry entry)
    {
        float[] values = new float[entry.Shape.Size];
        if (entry.Type == StoredType.F32 && BitConverter.IsLittleEndian)
        {
            // A span of bytes holds at most 2^31 of them.
            const int Piece = 1 << 24;
            for (int at = 0; at < values.Length; at += Piece)
                ReadExactly(stream, MemoryMarshal.AsBytes(values.AsSpan(at, Math.Min(Piece, values.Length - at))));
            return values;
        }

        byte[] buffer = new byte[(int)Math.Min(1 << 16, (long)values.Length * entry.NumberSize)];
        for (int done = 0; done < values.Length;)
        {
            int count = Math.Min(buffer.Length / entry.NumberSize, values.Length - done);
            ReadExactly(stream, buffer.AsSpan(0, count * entry.NumberSize));
            for (int i = 0; i < count; i++)
                values[done + i] = Number(buffer.AsSpan(i * entry.NumberSize), entry.Type);
            done += count;
        }

        return values;
    }

    private static float Number(ReadOnlySpan<byte> bytes, StoredType type) => type switch
    {
        StoredType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        StoredType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        _ => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
    };

    // The file may shrink while it is read.
    private static void ReadExactly(Stream stream, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new FormatException("ends before its header says so; it is cut short");
    }
}
