using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace GanActors.Pictures;

/// <summary>
/// Writes pictures as PNG (W3C PNG specification, third edition): 8 bits a channel, not interlaced, every row under the filter that
/// suits it. Nothing but the pixels and the notes goes in, no time and no machine, so that equal pictures are equal files.
/// </summary>
public static class PngWriter
{
    /// <summary>The bytes of a PNG file.</summary>
    /// <param name="picture">The pixels.</param>
    /// <param name="notes">Texts to keep in the file, in this order; they stand before the pixels.</param>
    public static byte[] Encode(Pixmap picture, params ReadOnlySpan<PngText> notes)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using var file = new MemoryStream();
        file.Write(PngSignature.Bytes);
        WriteHeader(file, picture);
        foreach (PngText note in notes)
            WriteNote(file, note);
        WriteChunk(file, "IDAT"u8, Deflate(FilteredRows(picture)));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>
    /// Writes a PNG file whole or not at all: under another name in the same folder first, then renamed over what was there.
    /// Missing folders are made.
    /// </summary>
    /// <param name="path">Where the file goes.</param>
    /// <param name="picture">The pixels.</param>
    /// <param name="notes">Texts to keep in the file.</param>
    /// <exception cref="IOException">The file cannot be written; what was there before is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written.</exception>
    public static void Save(string path, Pixmap picture, params ReadOnlySpan<PngText> notes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = Encode(picture, notes);
        string target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(target) ?? throw new ArgumentException($"'{path}' names no file.", nameof(path));
        Directory.CreateDirectory(folder);
        string unfinished = Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.part");
        try
        {
            using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, target, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static void WriteHeader(MemoryStream file, Pixmap picture)
    {
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Height);
        header[8] = 8;
        header[9] = picture.Channels switch { 1 => 0, 3 => 2, _ => 6 };
        header[10..].Clear();
        WriteChunk(file, "IHDR"u8, header);
    }

    private static void WriteNote(MemoryStream file, PngText note)
    {
        byte[] keyword = Encoding.Latin1.GetBytes(note.Keyword);
        if (note.Text.All(c => c is '\n' or >= ' ' and <= '~' or >= '\u00A0' and <= '\u00FF'))
            WriteChunk(file, "tEXt"u8, [.. keyword, 0, .. Encoding.Latin1.GetBytes(note.Text)]);
        else
            // Not compressed, no language tag, no translated keyword.
            WriteChunk(file, "iTXt"u8, [.. keyword, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(note.Text)]);
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

    private static byte[] Deflate(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(bytes);
        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, content.Length);
        file.Write(word);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32.Of(type, content));
        file.Write(word);
    }
}
