namespace GanActors.Pictures;

/// <summary>A picture in memory: 8 bits a channel, rows from top to bottom, channels interleaved, no padding.</summary>
public sealed class Pixmap
{
    /// <summary>The longest side a picture may have: more is a mistake in a recipe, not a picture.</summary>
    public const int LongestSide = 16384;

    private readonly byte[] _pixels;

    /// <summary>A black (with four channels: transparent) picture.</summary>
    /// <param name="width">Pixels, 1 .. <see cref="LongestSide"/>.</param>
    /// <param name="height">Pixels, 1 .. <see cref="LongestSide"/>.</param>
    /// <param name="channels">1 grey, 3 red-green-blue, 4 red-green-blue-alpha (not premultiplied).</param>
    /// <exception cref="ArgumentOutOfRangeException">A side or the number of channels is none of these.</exception>
    public Pixmap(int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, LongestSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, LongestSide);
        if (channels is not (1 or 3 or 4))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1 channel (grey), 3 (RGB) or 4 (RGBA).");
        Width = width;
        Height = height;
        Channels = channels;
        _pixels = new byte[checked(width * height * channels)];
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>1 grey, 3 RGB, 4 RGBA.</summary>
    public int Channels { get; }

    /// <summary>All bytes: [height, width, channels].</summary>
    public Span<byte> Pixels => _pixels;

    /// <summary>The bytes of one row: [width, channels].</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="y"/> is not a row.</exception>
    public Span<byte> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(y, Height);
        int stride = Width * Channels;
        return _pixels.AsSpan(y * stride, stride);
    }

    /// <summary>The channels of one pixel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel.</exception>
    public Span<byte> this[int x, int y]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(x);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(x, Width);
            return Row(y).Slice(x * Channels, Channels);
        }
    }

    /// <summary>This picture if it has so many channels, else a copy in which grey became colour, or opaque.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The picture has more channels, which would be lost.</exception>
    internal Pixmap WithChannels(int channels)
    {
        if (channels == Channels)
            return this;
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, Channels);
        var copy = new Pixmap(Width, Height, channels);
        for (int i = 0; i < Width * Height; i++)
        {
            var from = _pixels.AsSpan(i * Channels, Channels);
            var to = copy._pixels.AsSpan(i * channels, channels);
            for (int channel = 0; channel < channels; channel++)
                to[channel] = channel == 3 ? byte.MaxValue : from[Channels == 1 ? 0 : channel];
        }

        return copy;
    }

    /// <summary>A copy smaller by a whole factor, each pixel the mean of a square of this one's; this picture itself if the factor is 1. What is left over at the
    /// right and below makes narrower squares.</summary>
    /// <param name="factor">At least 1.</param>
    /// <exception cref="ArgumentException">The picture has an alpha channel, which a plain mean would smear.</exception>
    internal Pixmap ShrunkBy(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        if (Channels == 4)
            throw new ArgumentException("Only opaque pictures are shrunk.");
        if (factor == 1)
            return this;
        var small = new Pixmap((Width + factor - 1) / factor, (Height + factor - 1) / factor, Channels);
        for (int y = 0; y < small.Height; y++)
        {
            int bottom = Math.Min(Height, (y + 1) * factor);
            var row = small.Row(y);
            for (int x = 0; x < small.Width; x++)
            {
                int left = x * factor, right = Math.Min(Width, left + factor), count = (right - left) * (bottom - (y * factor));
                for (int channel = 0; channel < Channels; channel++)
                {
                    int sum = 0;
                    for (int from = y * factor; from < bottom; from++)
                    {
                        var values = Row(from);
                        for (int i = left; i < right; i++)
                            sum += values[(i * Channels) + channel];
                    }

                    row[(x * Channels) + channel] = (byte)(((2 * sum) + count) / (2 * count));
                }
            }
        }

        return small;
    }

    /// <summary>A grey copy of an RGB picture that has no colour in it; else this picture.</summary>
    internal Pixmap GreyIfColourless()
    {
        if (Channels != 3)
            return this;
        for (int i = 0; i < _pixels.Length; i += 3)
        {
            if (_pixels[i] != _pixels[i + 1] || _pixels[i] != _pixels[i + 2])
                return this;
        }

        var grey = new Pixmap(Width, Height, 1);
        for (int i = 0; i < grey._pixels.Length; i++)
            grey._pixels[i] = _pixels[3 * i];
        return grey;
    }
}
