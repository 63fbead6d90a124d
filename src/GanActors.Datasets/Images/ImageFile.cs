using GanActors.Pictures;

namespace GanActors.Datasets;

/// <summary>Reads picture files, PNG and JPEG; which one a file is, its first bytes tell, not its name. One thread uses a reader at a time.</summary>
internal sealed class ImageFile : IDisposable
{
    /// <summary>Pictures of more pixels are refused: 2^26.</summary>
    public const int MostPixels = PngDecoder.MostPixels;

    /// <summary>Longer files are refused: 2^28 bytes.</summary>
    public const long MostBytes = 1L << 28;

    private JpegDecoder? _jpeg;

    /// <summary>Whether a name is that of a picture.</summary>
    public static bool Names(ReadOnlySpan<char> path)
    {
        var extension = Path.GetExtension(path);
        foreach (string known in (ReadOnlySpan<string>)[".jpg", ".jpeg", ".png"])
        {
            if (extension.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Reads a picture and puts it upright.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Grey, RGB or RGBA.</returns>
    /// <exception cref="ImageFileException">The file cannot be read, or is no whole picture.</exception>
    /// <exception cref="DatasetException">What decodes JPEG is not installed.</exception>
    public Pixmap Read(string path)
    {
        try
        {
            return Decode(Bytes(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or PngException or JpegException)
        {
            throw new ImageFileException(ForeignText.Short(fault.Message.TrimEnd('.'), ForeignText.LongestSaying), fault);
        }
    }

    /// <summary>Gives the decoders' memory back.</summary>
    public void Dispose()
    {
        _jpeg?.Dispose();
        _jpeg = null;
    }

    private Pixmap Decode(ReadOnlySpan<byte> file)
    {
        if (PngDecoder.Is(file))
        {
            var (pixels, exif) = PngDecoder.Decode(file);
            return ExifOrientation.Upright(pixels, ExifOrientation.Read(exif.Span));
        }

        if (!JpegDecoder.Is(file))
            throw new ImageFileException("it is neither a JPEG nor a PNG file");
        _jpeg ??= new JpegDecoder();
        return ExifOrientation.Upright(_jpeg.Decode(file), ExifOrientation.Read(JpegExif.Find(file)));
    }

    private static byte[] Bytes(string path)
    {
        // Pipes and devices have no length, and opening one would wait for somebody to write.
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        if (target is { Exists: true, Length: 0 })
            throw new ImageFileException("it is empty");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        if (file.Length > MostBytes)
            throw new ImageFileException($"{Wording.Number(file.Length)} bytes are too many: at most {Wording.Number(MostBytes)}");
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>One file among many is no whole picture; the message says why, without the file's name.</summary>
internal sealed class ImageFileException(string message, Exception? inner = null) : Exception(message, inner);
