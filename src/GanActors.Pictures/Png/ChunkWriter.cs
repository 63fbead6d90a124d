using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace GanActors.Pictures;

/// <summary>Writes the chunks that pictures and animations are made of (PNG specification, third edition).</summary>
internal static class ChunkWriter
{
    /// <summary>The signature and the header: 8 bits a channel, not interlaced.</summary>
    public static void WriteHeader(Stream file, int width, int height, int channels)
    {
        file.Write(PngSignature.Bytes);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = channels switch { 1 => 0, 3 => 2, _ => 6 };
        header[10..].Clear();
        Write(file, "IHDR"u8, header);
    }

    /// <summary>A note.</summary>
    public static void WriteNote(Stream file, PngText note)
    {
        byte[] keyword = Encoding.Latin1.GetBytes(note.Keyword);
        if (note.Text.All(c => c is '\n' or >= ' ' and <= '~' or >= '\u00A0' and <= '\u00FF'))
            Write(file, "tEXt"u8, [.. keyword, 0, .. Encoding.Latin1.GetBytes(note.Text)]);
        else
            // Not compressed, no language tag, no translated keyword.
            Write(file, "iTXt"u8, [.. keyword, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(note.Text)]);
    }

    /// <summary>The end.</summary>
    public static void WriteEnd(Stream file) => Write(file, "IEND"u8, []);

    /// <summary>The pixels as IDAT and fdAT hold them: rows under the filter that suits each, deflated.</summary>
    public static byte[] Data(Pixmap picture)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(FilteredRows(picture));
        return compressed.ToArray();
    }

    /// <summary>A chunk: length, type, content, checksum.</summary>
    public static void Write(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, content.Length);
        file.Write(word);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Of(type, content));
        file.Write(word);
    }

    private static byte[] FilteredRows(Pixmap picture)
    {
        int stride = picture.Width * picture.Channels;
        var filtered = new byte[checked((stride + 1) * picture.Height)];
        Span<byte> trial = new byte[stride];
        ReadOnlySpan<byte> above = new byte[stride];
        for (int y = 0; y < picture.Height; y++)
        {
            ReadOnlySpan<byte> row = picture.Row(y);
            RowFilter.WriteBest(row, above, picture.Channels, filtered.AsSpan(y * (stride + 1), stride + 1), trial);
            above = row;
        }

        return filtered;
    }
}
