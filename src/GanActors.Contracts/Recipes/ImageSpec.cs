using GanActors.Networks;

namespace GanActors.Recipes;

/// <summary>How a picture of any size becomes one of the wanted size.</summary>
public enum ImageFit
{
    /// <summary>As large as possible a part from the middle; what juts out on two sides is cut away.</summary>
    Crop,

    /// <summary>The whole picture, with the background along two sides.</summary>
    Pad,

    /// <summary>The whole picture, out of proportion if need be.</summary>
    Stretch,
}

/// <summary>What shows where a picture is transparent, or does not reach.</summary>
public enum ImageBackground
{
    /// <summary>Pixel value 0.</summary>
    Black,

    /// <summary>Pixel value 255.</summary>
    White,
}

/// <summary>What pictures are brought to before anything learns from them.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">1 for grey, 3 for colour; pictures of the other kind are converted.</param>
/// <param name="Fit">What becomes of proportions that differ.</param>
/// <param name="Background">What shows where a picture is transparent, or does not reach.</param>
[GenerateSerializer, Immutable, Alias("gan.recipe.images")]
public sealed record ImageSpec(
    int Height, int Width, int Channels = 3, ImageFit Fit = ImageFit.Crop, ImageBackground Background = ImageBackground.Black)
{
    /// <summary><c>[channels, height, width]</c>.</summary>
    public Shape Item => new(Channels, Height, Width);
}
