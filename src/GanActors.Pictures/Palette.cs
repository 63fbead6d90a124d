namespace GanActors.Pictures;

/// <summary>
/// The colours of series. They are those of Okabe and Ito, "Color Universal Design" (2008), which readers with any common colour
/// blindness tell apart; the yellow is left to the end, for it is faint on white.
/// </summary>
public static class Palette
{
    private static readonly Rgb[] InOrder =
    [
        Rgb.FromHex(0x0072B2), Rgb.FromHex(0xD55E00), Rgb.FromHex(0x009E73), Rgb.FromHex(0xCC79A7),
        Rgb.FromHex(0x56B4E9), Rgb.FromHex(0xE69F00), Rgb.FromHex(0x222222), Rgb.FromHex(0xF0E442),
    ];

    /// <summary>Whatever belongs to the discriminator.</summary>
    public static Rgb Discriminator => InOrder[0];

    /// <summary>Whatever belongs to the generator, and the scores of what it makes.</summary>
    public static Rgb Generator => InOrder[1];

    /// <summary>Whatever belongs to real data.</summary>
    public static Rgb Real => InOrder[2];

    /// <summary>How many colours there are before they repeat.</summary>
    public static int Count => InOrder.Length;

    /// <summary>The colour of the series at <paramref name="index"/>; after the last one the first comes again.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public static Rgb Series(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return InOrder[index % InOrder.Length];
    }
}
