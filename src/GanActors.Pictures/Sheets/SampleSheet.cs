namespace GanActors.Pictures;

/// <summary>Lays a batch of small images out in a grid, row by row, each enlarged by a whole factor without blur.</summary>
public sealed record SampleSheet
{
    /// <summary>Images in a row; 0 makes the grid about square.</summary>
    public int Columns { get; init; }

    /// <summary>Rows of the grid; 0 makes as many as the batch needs. Images beyond the grid are not drawn.</summary>
    public int Rows { get; init; }

    /// <summary>Side in pixels of the square that shows one pixel of an image, at least 1.</summary>
    public int Scale { get; init; } = 2;

    /// <summary>Pixels between two images and around the grid.</summary>
    public int Margin { get; init; } = 2;

    /// <summary>What shows in the margins and in empty places.</summary>
    public Gutter Gutter { get; init; } = Gutter.Dark;

    /// <summary>The value shown as black.</summary>
    public float Low { get; init; } = -1;

    /// <summary>The value shown as white (with colours: the full channel); greater than <see cref="Low"/>.</summary>
    public float High { get; init; } = 1;

    /// <summary>The scale at which images so many pixels wide can be looked at: about 64 pixels each.</summary>
    public static int ScaleOf(int width) => Math.Max(1, 64 / width);

    /// <summary>Draws a batch.</summary>
    /// <param name="batch">Values, [count, channels, height, width]; beyond Low .. High they are clamped.</param>
    /// <param name="count">Images in the batch, at least 1.</param>
    /// <param name="channels">1 (grey) or 3 (red, green, blue).</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <returns>A grey picture, or one in colours if the images are or a value is not a number.</returns>
    /// <exception cref="ArgumentException">The batch has not count * channels * height * width values, or a setting is out of range.</exception>
    public DrawnSheet Draw(ReadOnlySpan<float> batch, int count, int channels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "An image of a sheet has 1 channel (grey) or 3 (RGB).");
        if (batch.Length != (long)count * channels * height * width)
        {
            throw new ArgumentException(
                $"A batch of [{count}, {channels}, {height}, {width}] has {(long)count * channels * height * width} values, not {batch.Length}.",
                nameof(batch));
        }

        var (rows, columns) = Grid(count);
        CheckSettings(rows, columns, height, width);
        int shown = Math.Min(count, rows * columns);
        int imageSize = channels * height * width;
        long notNumbers = CountNotNumbers(batch[..(shown * imageSize)], channels, height * width);

        int outputChannels = channels == 3 || notNumbers > 0 ? 3 : 1;
        var picture = new Pixmap(Margin + (columns * ((width * Scale) + Margin)), Margin + (rows * ((height * Scale) + Margin)), outputChannels);
        picture.Pixels.Fill(Gutter == Gutter.Light ? (byte)0xF2 : (byte)0x38);
        for (int index = 0; index < shown; index++)
        {
            int left = Margin + (index % columns * ((width * Scale) + Margin));
            int top = Margin + (index / columns * ((height * Scale) + Margin));
            DrawImage(picture, left, top, batch.Slice(index * imageSize, imageSize), channels, height, width);
        }

        return new DrawnSheet(picture, rows, columns, notNumbers);
    }

    private (int Rows, int Columns) Grid(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Columns);
        ArgumentOutOfRangeException.ThrowIfNegative(Rows);
        int columns = Columns > 0 ? Columns
            : Rows > 0 ? DivideUp(count, Rows)
            : (int)Math.Ceiling(Math.Sqrt(count));
        return (Rows > 0 ? Rows : DivideUp(count, columns), columns);
    }

    private static int DivideUp(int dividend, int divisor) => (int)(((long)dividend + divisor - 1) / divisor);

    private void CheckSettings(int rows, int columns, int height, int width)
    {
        if (Scale < 1)
            throw new ArgumentException($"The scale of a sheet is at least 1, not {Scale}.");
        if (Margin < 0)
            throw new ArgumentException($"The margin of a sheet is at least 0, not {Margin}.");
        if (!float.IsFinite(Low) || !float.IsFinite(High) || Low >= High)
            throw new ArgumentException($"The range of a sheet goes up from a finite low to a finite high, not from {Low} to {High}.");
        long longest = Math.Max(
            Margin + (columns * (((long)width * Scale) + Margin)),
            Margin + (rows * (((long)height * Scale) + Margin)));
        if (longest > Pixmap.LongestSide)
        {
            throw new ArgumentException(
                $"A sheet of {rows} x {columns} images of {height} x {width} at scale {Scale} would be {longest} pixels long; "
                + $"at most {Pixmap.LongestSide} are drawn: fewer images or a smaller scale would fit.");
        }
    }

    private static long CountNotNumbers(ReadOnlySpan<float> images, int channels, int plane)
    {
        long pixels = 0;
        for (int image = 0; image < images.Length; image += channels * plane)
        {
            for (int pixel = 0; pixel < plane; pixel++)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    if (!float.IsNaN(images[image + (channel * plane) + pixel]))
                        continue;
                    pixels++;
                    break;
                }
            }
        }

        return pixels;
    }

    private void DrawImage(Pixmap picture, int left, int top, ReadOnlySpan<float> image, int channels, int height, int width)
    {
        int plane = height * width;
        Span<byte> colour = stackalloc byte[3];
        for (int y = 0; y < height; y++)
        {
            Span<byte> band = picture.Row(top + (y * Scale)).Slice(left * picture.Channels, width * Scale * picture.Channels);
            for (int x = 0; x < width; x++)
            {
                Shade(image, channels, plane, (y * width) + x, colour);
                for (int repeat = 0; repeat < Scale; repeat++)
                    colour[..picture.Channels].CopyTo(band[(((x * Scale) + repeat) * picture.Channels)..]);
            }

            for (int repeat = 1; repeat < Scale; repeat++)
                band.CopyTo(picture.Row(top + (y * Scale) + repeat)[(left * picture.Channels)..]);
        }
    }

    private void Shade(ReadOnlySpan<float> image, int channels, int plane, int pixel, Span<byte> colour)
    {
        for (int channel = 0; channel < 3; channel++)
        {
            float value = image[((channels == 1 ? 0 : channel) * plane) + pixel];
            if (float.IsNaN(value))
            {
                // Magenta: no grey image and hardly any photograph has it.
                (colour[0], colour[1], colour[2]) = (255, 0, 255);
                return;
            }

            float share = Math.Clamp((value - Low) / (High - Low), 0, 1);
            colour[channel] = (byte)((share * 255) + 0.5f);
        }
    }
}
