using System.Globalization;

namespace GanActors.Datasets;

/// <summary>Where black (0) and white (255) go. A generator that ends in tanh wants <see cref="Signed"/>, one that ends in a sigmoid <see cref="Unit"/>.</summary>
public readonly record struct PixelRange
{
    /// <summary>A range of pixel values.</summary>
    /// <param name="black">What 0 becomes.</param>
    /// <param name="white">What 255 becomes; above <paramref name="black"/>.</param>
    /// <exception cref="ArgumentException">The bounds are not finite, or not in ascending order.</exception>
    public PixelRange(float black, float white)
    {
        if (!float.IsFinite(black) || !float.IsFinite(white) || !(black < white))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A pixel range ascends, as [-1, 1] does; [{black}, {white}] does not."));
        Black = black;
        White = white;
    }

    /// <summary>[-1, 1].</summary>
    public static PixelRange Signed => new(-1f, 1f);

    /// <summary>[0, 1].</summary>
    public static PixelRange Unit => new(0f, 1f);

    /// <summary>What pixel value 0 becomes.</summary>
    public float Black { get; }

    /// <summary>What pixel value 255 becomes.</summary>
    public float White { get; }

    /// <summary>For example <c>[-1, 1]</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Black}, {White}]");
}
