using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace GanActors.Datasets;

/// <summary>
/// One way to write a digit: pen strokes, each a smooth curve through its points in a box of height 1 (x to the right, y down). A point that
/// comes twice in a row is a corner.
/// </summary>
internal sealed class Skeleton
{
    private Skeleton(ImmutableArray<ImmutableArray<Vector2>> strokes) => Strokes = strokes;

    /// <summary>The points of every stroke, in the order the pen meets them.</summary>
    public ImmutableArray<ImmutableArray<Vector2>> Strokes { get; }

    /// <summary>
    /// Reads strokes written as hundredths: <c>"50,0 50,100"</c>; <c>|</c> before a point makes it a corner.
    /// </summary>
    public static Skeleton Of(params ReadOnlySpan<string> strokes)
    {
        var all = ImmutableArray.CreateBuilder<ImmutableArray<Vector2>>();
        foreach (string stroke in strokes)
        {
            var points = ImmutableArray.CreateBuilder<Vector2>();
            foreach (string word in stroke.Split(' '))
            {
                string[] numbers = word.TrimStart('|').Split(',');
                var point = new Vector2(int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture)) / 100f;
                points.Add(point);
                if (word[0] == '|')
                    points.Add(point);
            }

            all.Add(points.ToImmutable());
        }

        return new Skeleton(all.ToImmutable());
    }
}
