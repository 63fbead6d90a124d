namespace GanActors.Pictures;

/// <summary>The colours of everything that is not data.</summary>
internal static class Theme
{
    public static Rgb Ground => Rgb.FromHex(0xFFFFFF);

    public static Rgb Title => Rgb.FromHex(0x1A1A1A);

    public static Rgb Text => Rgb.FromHex(0x3A3A3A);

    public static Rgb Note => Rgb.FromHex(0x6E6E6E);

    public static Rgb Axis => Rgb.FromHex(0x8A8A8A);

    public static Rgb Grid => Rgb.FromHex(0xE9E9E9);

    public static Rgb Real => Rgb.FromHex(0xA6A6A6);

    public static Rgb Reference => Rgb.FromHex(0x555555);
}
