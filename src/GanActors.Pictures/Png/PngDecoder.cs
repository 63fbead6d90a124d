using System.Globalization;
using System.IO.Compression;

namespace GanActors.Pictures;

/// <summary>
/// Reads PNG (W3C PNG specification, third edition): every colour type and bit depth, palettes, tRNS, Adam7. Channels come out with 8 bits;
/// gamma and colour profiles are not applied.
/// </summary>
/// <remarks>
/// A file is believed only as far as it can be true. Every chunk's checksum is compared, and before any memory is taken for pixels, the size
/// is at most <see cref="MostPixels"/> and what the compressed bytes can hold (deflate packs at most 1,032 bytes into one).
/// </remarks>
public static class PngDecoder
{
    /// <summary>Pictures of more pixels are refused: 2^26.</summary>
    public const int MostPixels = 1 << 26;

    private const int MaximumDeflateRatio = 1032;

    /// <summary>Whether a file begins as a PNG does.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith(PngSignature.Bytes);

    /// <summary>Reads a whole file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <exception cref="PngException">It is no PNG file, cut short, damaged or too large; the message says at which byte.</exception>
    public static PngPicture Decode(ReadOnlySpan<byte> file)
    {
        var chunks = new PngChunks(file);
        chunks.MoveNext();
        if (!chunks.Type.SequenceEqual("IHDR"u8) || chunks.Content.Length != PngHeader.Length)
            throw new PngException(chunks.Offset, "IHDR", "the first chunk must be a header of 13 bytes");
        var header = PngHeader.Read(chunks.Content, chunks.Offset);
        ReadOnlySpan<byte> palette = [], transparency = [];
        byte[] exif = [];
        int paletteOffset = 0, transparencyOffset = 0, pixelsOffset = 0;
        using var compressed = new MemoryStream();
        for (chunks.MoveNext(); !chunks.Type.SequenceEqual("IEND"u8); chunks.MoveNext())
        {
            if (chunks.Type.SequenceEqual("IDAT"u8))
            {
                pixelsOffset = pixelsOffset == 0 ? chunks.Offset : pixelsOffset;
                compressed.Write(chunks.Content);
            }
            else if (chunks.Type.SequenceEqual("PLTE"u8))
            {
                if (chunks.Content.Length is 0 or > 3 * 256 || chunks.Content.Length % 3 != 0)
                    throw new PngException(chunks.Offset, "PLTE", $"{chunks.Content.Length} bytes are not 1 to 256 colours of 3");
                palette = chunks.Content;
                paletteOffset = chunks.Offset;
            }
            else if (chunks.Type.SequenceEqual("tRNS"u8))
            {
                transparency = chunks.Content;
                transparencyOffset = chunks.Offset;
            }
            else if (chunks.Type.SequenceEqual("eXIf"u8))
            {
                exif = chunks.Content.ToArray();
            }
            else if ((chunks.Type[0] & 0x20) == 0)
            {
                throw new PngException(chunks.Offset, "chunk type", "a critical chunk that the specification does not know");
            }
        }

        if (pixelsOffset == 0)
            throw new PngException(file.Length, "IDAT", "there is none, so there are no pixels");
        if (header.Color == PngColor.Palette && palette.IsEmpty)
            throw new PngException(pixelsOffset, "PLTE", "there is none, and the pixels want one");
        var samples = new PngSamples(header, palette, transparency, transparencyOffset, paletteOffset);
        CheckRoom(header, compressed.Length, pixelsOffset);
        compressed.Position = 0;
        return new PngPicture(Inflate(header, samples, compressed, pixelsOffset), exif);
    }

    private static void CheckRoom(PngHeader header, long compressed, long offset)
    {
        long expanded = PngPass.Of(header).Sum(pass =>
            pass.Columns(header.Width) == 0 ? 0 : pass.Rows(header.Height) * (1L + header.RowBytes(pass.Columns(header.Width))));
        if (expanded > compressed * MaximumDeflateRatio)
        {
            throw new PngException(offset, "IDAT", string.Create(
                CultureInfo.InvariantCulture, $"{compressed} bytes cannot hold the {expanded} that {header.Width} x {header.Height} pixels take"));
        }
    }

    private static Pixmap Inflate(PngHeader header, PngSamples samples, MemoryStream compressed, long offset)
    {
        var picture = new Pixmap(header.Width, header.Height, samples.Channels);
        using var pixels = new ZLibStream(compressed, CompressionMode.Decompress);
        byte[] row = new byte[header.RowBytes(header.Width)], above = new byte[row.Length], kind = new byte[1];
        try
        {
            foreach (var pass in PngPass.Of(header))
            {
                int columns = pass.Columns(header.Width);
                if (columns == 0)
                    continue;
                int length = header.RowBytes(columns);
                Array.Clear(above);
                for (int y = pass.Y; y < header.Height; y += pass.StepY)
                {
                    pixels.ReadExactly(kind);
                    if (kind[0] >= RowFilter.Kinds)
                        throw new PngException(offset, "IDAT", string.Create(CultureInfo.InvariantCulture, $"row {y} has filter {kind[0]}; there are 0 to 4"));
                    pixels.ReadExactly(row, 0, length);
                    RowFilter.Undo(kind[0], row.AsSpan(0, length), above.AsSpan(0, length), header.PixelBytes);
                    samples.Read(row, columns, picture.Row(y), pass.X, pass.StepX);
                    (row, above) = (above, row);
                }
            }

            // Only at its end does a stream compare its checksum.
            _ = pixels.ReadByte();
        }
        catch (EndOfStreamException fault)
        {
            throw new PngException(offset, "IDAT", "the pixels end before the picture does: the file is cut short or damaged", fault);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            // A stream that wants a dictionary, which no PNG file has, is no invalid data to the library, but a fault of its own kind.
            throw new PngException(offset, "IDAT", "the compressed pixels are damaged", fault);
        }

        return picture;
    }
}
