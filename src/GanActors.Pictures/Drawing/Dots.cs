namespace GanActors.Pictures;

/// <summary>A level dotted line.</summary>
internal static class Dots
{
    /// <summary>Diameter of a dot.</summary>
    public const float Pen = 2;

    private const float Spacing = 6;

    /// <summary>The dots from one x to another.</summary>
    public static List<Segment> Between(float left, float right, float y)
    {
        var dots = new List<Segment>();
        for (float x = left + 1; x < right; x += Spacing)
            dots.Add(new Segment(x, y, x + 1, y));
        return dots;
    }
}
