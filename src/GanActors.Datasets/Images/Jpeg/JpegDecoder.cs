using GanActors.Pictures;

namespace GanActors.Datasets;

/// <summary>
/// Decodes JPEG files, baseline and progressive, through libjpeg-turbo: grey, colour (as RGB), and CMYK or YCCK (converted without a colour
/// profile). One thread uses a decoder at a time.
/// </summary>
internal sealed unsafe class JpegDecoder : IDisposable
{
    // The library repairs what it can and calls that a warning. Stray bytes between segments do no harm; anything else spoils pixels.
    private const string HarmlessWarning = "extraneous bytes before marker";

    private readonly TurboJpeg _library = TurboJpeg.Library;
    private nint _handle;

    /// <exception cref="DatasetException">The library is not installed.</exception>
    public JpegDecoder() => _handle = _library.Open();

    /// <summary>Whether a file begins as a JPEG does.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file is [0xFF, 0xD8, 0xFF, ..];

    /// <summary>Decodes a whole file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <returns>Grey or RGB, as the file lies; its Exif orientation is not applied.</returns>
    /// <exception cref="JpegException">It is no JPEG file, cut short, damaged or too large.</exception>
    public Pixmap Decode(ReadOnlySpan<byte> file)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        try
        {
            return DecodeWhole(file);
        }
        catch (JpegException)
        {
            // After an error in a header the library would take the next file for more of this one.
            _library.Close(_handle);
            _handle = 0;
            _handle = _library.Open();
            throw;
        }
    }

    /// <summary>Gives the library's memory back.</summary>
    public void Dispose()
    {
        if (_handle != 0)
            _library.Close(_handle);
        _handle = 0;
    }

    private Pixmap DecodeWhole(ReadOnlySpan<byte> file)
    {
        fixed (byte* bytes = file)
        {
            if (_library.ReadHeader(_handle, bytes, (nuint)file.Length, out int width, out int height, out int space) != 0)
                throw new JpegException(Reason());
            if (width is < 1 or > Pixmap.LongestSide || height is < 1 or > Pixmap.LongestSide || (long)width * height > ImageFile.MostPixels)
            {
                throw new JpegException(
                    $"{Wording.Number(width)} x {Wording.Number(height)} pixels are too many: at most {Wording.Number(Pixmap.LongestSide)} either way, "
                    + $"{Wording.Number(ImageFile.MostPixels)} in all");
            }

            JpegRoom.Check(file, width, height);
            return space switch
            {
                TurboJpeg.SpaceGrey => Decompress(bytes, file, new Pixmap(width, height, 1), TurboJpeg.PixelsGrey),
                TurboJpeg.SpaceCmyk or TurboJpeg.SpaceYcck => OfCmyk(Decompress(bytes, file, new Pixmap(width, height, 4), TurboJpeg.PixelsCmyk)),
                _ => Decompress(bytes, file, new Pixmap(width, height, 3), TurboJpeg.PixelsRgb),
            };
        }
    }

    private Pixmap Decompress(byte* bytes, ReadOnlySpan<byte> file, Pixmap picture, int format)
    {
        int pitch = picture.Width * picture.Channels, result;
        fixed (byte* pixels = picture.Pixels)
        {
            result = _library.Decompress(
                _handle, bytes, (nuint)file.Length, pixels, picture.Width, pitch, picture.Height, format, TurboJpeg.LimitScans);
        }

        if (result != 0 && !(_library.IsWarning(_handle) && Reason().Contains(HarmlessWarning, StringComparison.Ordinal) && HasEnd(file)))
            throw new JpegException(Reason());
        return picture;
    }

    // Only the first warning is kept; without its end marker a file may also have been cut short.
    private static bool HasEnd(ReadOnlySpan<byte> file) => file.LastIndexOf([(byte)0xFF, (byte)0xD9]) >= 0;

    private string Reason() => _library.Error(_handle).TrimEnd('.');

    // Ink as Adobe's programs write it and everybody since: 255 is none.
    private static Pixmap OfCmyk(Pixmap inks)
    {
        var picture = new Pixmap(inks.Width, inks.Height, 3);
        ReadOnlySpan<byte> from = inks.Pixels;
        var to = picture.Pixels;
        for (int pixel = 0; pixel < from.Length / 4; pixel++)
        {
            int key = from[(4 * pixel) + 3];
            for (int i = 0; i < 3; i++)
                to[(3 * pixel) + i] = (byte)(((from[(4 * pixel) + i] * key) + 127) / 255);
        }

        return picture;
    }
}
