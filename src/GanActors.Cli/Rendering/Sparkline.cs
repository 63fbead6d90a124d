namespace GanActors.Cli.Rendering;

/// <summary>A line of text that shows a course: one character a point, from the lowest to the highest of them.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const string Ascii = "_.-=+*#@";

    public static string Of(ReadOnlySpan<double> points, bool unicode)
    {
        string levels = unicode ? Blocks : Ascii;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double point in points)
        {
            low = Math.Min(low, point);
            high = Math.Max(high, point);
        }

        double range = high - low;
        return string.Create(points.Length, (points.ToArray(), low, range, levels), static (text, course) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                double height = course.range > 0 ? (course.Item1[i] - course.low) / course.range : 0.5;
                text[i] = course.levels[Math.Clamp((int)(height * course.levels.Length), 0, course.levels.Length - 1)];
            }
        });
    }
}
