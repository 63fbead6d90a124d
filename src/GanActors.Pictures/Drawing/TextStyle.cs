namespace GanActors.Pictures;

/// <summary>How letters are set.</summary>
/// <param name="CapHeight">Height of a capital between the middles of its strokes, pixels; a whole number keeps bars crisp.</param>
/// <param name="Pen">Diameter of the pen, pixels.</param>
internal readonly record struct TextStyle(float CapHeight, float Pen)
{
    /// <summary>Tick labels, legends, notes.</summary>
    public static TextStyle Small { get; } = new(10, 1.25f);

    /// <summary>Axis labels.</summary>
    public static TextStyle Label { get; } = new(11, 1.45f);

    /// <summary>The title of a picture.</summary>
    public static TextStyle Title { get; } = new(14, 2);
}
