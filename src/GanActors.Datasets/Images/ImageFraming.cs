using GanActors.Pictures;
using GanActors.Recipes;

namespace GanActors.Datasets;

/// <summary>Brings pictures of any size and kind to what a recipe wants. Owns its buffers: one thread uses it at a time.</summary>
/// <param name="wanted">What they are brought to.</param>
internal sealed class ImageFraming(ImageSpec wanted)
{
    private readonly Resampler _resampler = new();

    /// <summary>Frames one picture.</summary>
    /// <param name="picture">Grey, RGB or RGBA.</param>
    /// <param name="item"><c>[channels, height, width]</c>, overwritten.</param>
    public void Frame(Pixmap picture, Span<byte> item)
    {
        byte background = wanted.Background == ImageBackground.White ? (byte)255 : (byte)0;
        if (picture.Channels == 4)
            picture = PixelConversion.Flatten(picture, background);
        if (wanted.Channels == 1 && picture.Channels == 3)
            picture = PixelConversion.ToGrey(picture);
        PixelConversion.ToPlanes(Fit(picture, background), wanted.Channels, item);
    }

    private Pixmap Fit(Pixmap picture, byte background)
    {
        if (picture.Width == wanted.Width && picture.Height == wanted.Height)
            return picture;
        var target = new Pixmap(wanted.Width, wanted.Height, picture.Channels);
        var whole = new ImagePart(0, 0, picture.Width, picture.Height);
        switch (wanted.Fit)
        {
            case ImageFit.Stretch:
                _resampler.Resize(picture, whole, target, 0, 0, wanted.Width, wanted.Height);
                break;
            case ImageFit.Crop:
                // How many source pixels one target pixel may cover either way, without leaving the picture.
                double scale = Math.Min((double)picture.Width / wanted.Width, (double)picture.Height / wanted.Height);
                double width = scale * wanted.Width, height = scale * wanted.Height;
                var middle = new ImagePart((picture.Width - width) / 2, (picture.Height - height) / 2, width, height);
                _resampler.Resize(picture, middle, target, 0, 0, wanted.Width, wanted.Height);
                break;
            default:
                target.Pixels.Fill(background);
                // Integers, so that nothing is rounded twice: the side that fills its axis is exact.
                bool wide = (long)picture.Width * wanted.Height >= (long)picture.Height * wanted.Width;
                int columns = wide ? wanted.Width : Rounded(picture.Width, wanted.Height, picture.Height);
                int rows = wide ? Rounded(picture.Height, wanted.Width, picture.Width) : wanted.Height;
                _resampler.Resize(picture, whole, target, (wanted.Width - columns) / 2, (wanted.Height - rows) / 2, columns, rows);
                break;
        }

        return target;
    }

    private static int Rounded(long side, long factor, long divisor) => (int)Math.Max(1, ((2 * side * factor) + divisor) / (2 * divisor));
}
