using System.Runtime.CompilerServices;
using GanActors.Pictures;

namespace GanActors.Datasets;

/// <summary>Pictures of one kind as pictures of another.</summary>
internal static class PixelConversion
{
    /// <summary>RGBA over a background, as RGB.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Pixmap Flatten(Pixmap picture, byte background)
    {
        var flat = new Pixmap(picture.Width, picture.Height, 3);
        ReadOnlySpan<byte> from = picture.Pixels;
        var to = flat.Pixels;
        for (int pixel = 0; pixel < from.Length / 4; pixel++)
        {
            int alpha = from[(4 * pixel) + 3];
            for (int i = 0; i < 3; i++)
                to[(3 * pixel) + i] = (byte)(((from[(4 * pixel) + i] * alpha) + (background * (255 - alpha)) + 127) / 255);
        }

        return flat;
    }

    /// <summary>RGB as grey: the luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, in 16-bit fixed point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Pixmap ToGrey(Pixmap picture)
    {
        var grey = new Pixmap(picture.Width, picture.Height, 1);
        ReadOnlySpan<byte> from = picture.Pixels;
        var to = grey.Pixels;
        for (int pixel = 0; pixel < to.Length; pixel++)
            to[pixel] = (byte)(((19595 * from[3 * pixel]) + (38470 * from[(3 * pixel) + 1]) + (7471 * from[(3 * pixel) + 2]) + 32768) >> 16);
        return grey;
    }

    /// <summary><c>[height, width, channels]</c> as <c>[channels, height, width]</c>; grey is repeated for every channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToPlanes(Pixmap picture, int channels, Span<byte> item)
    {
        ReadOnlySpan<byte> from = picture.Pixels;
        int plane = picture.Width * picture.Height;
        for (int channel = 0; channel < channels; channel++)
        {
            var to = item.Slice(channel * plane, plane);
            if (picture.Channels == 1)
            {
                from.CopyTo(to);
                continue;
            }

            for (int pixel = 0; pixel < to.Length; pixel++)
                to[pixel] = from[(picture.Channels * pixel) + channel];
        }
    }

    /// <summary><c>[channels, height, width]</c> as <c>[height, width, channels]</c>; 1 or 3 channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfPlanes(ReadOnlySpan<byte> item, Pixmap picture)
    {
        var to = picture.Pixels;
        int plane = picture.Width * picture.Height;
        for (int channel = 0; channel < picture.Channels; channel++)
        {
            var from = item.Slice(channel * plane, plane);
            for (int pixel = 0; pixel < from.Length; pixel++)
                to[(picture.Channels * pixel) + channel] = from[pixel];
        }
    }
}
