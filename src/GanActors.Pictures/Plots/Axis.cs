namespace GanActors.Pictures;

/// <summary>A range of values laid along a line of pixels.</summary>
internal readonly record struct Axis(double Low, double High, AxisScale Scale, float PixelAtLow, float PixelAtHigh)
{
    /// <summary>The pixel of a value, which may lie beyond the axis; NaN if it has no place (see <see cref="HasPlace"/>).</summary>
    public float Pixel(double value)
    {
        double share = Scale == AxisScale.Linear
            ? (value - Low) / (High - Low)
            : (Math.Log10(value) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low));
        // Wild values stay far outside, but where pixels still have fractions.
        return (float)(PixelAtLow + (Math.Clamp(share, -1000, 1000) * (PixelAtHigh - PixelAtLow)));
    }

    /// <summary>Whether the value is a number that this kind of axis can show.</summary>
    public static bool HasPlace(double value, AxisScale scale) => !double.IsNaN(value) && (scale == AxisScale.Linear || value > 0);

    /// <summary>The ticks of this axis, about one every <paramref name="pixelsApart"/>.</summary>
    public Tick[] Ticks(float pixelsApart, bool wholeNumbers = false)
    {
        int room = (int)(MathF.Abs(PixelAtHigh - PixelAtLow) / pixelsApart);
        return Scale == AxisScale.Linear
            ? Pictures.Ticks.Linear(Low, High, room, wholeNumbers)
            : Pictures.Ticks.Logarithmic(Low, High, room);
    }
}
