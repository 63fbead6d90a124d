using FsCheck;
using FsCheck.Fluent;

namespace GanActors.Pictures.Tests;

public sealed class ColumnEnvelopeTests
{
    [Fact]
    public void Every_column_keeps_its_first_lowest_highest_and_last_value()
    {
        var runs = from count in Gen.Choose(0, 2000)
                   from columns in Gen.Choose(1, 60)
                   from seed in Gen.Choose(0, 1_000_000)
                   select (count, columns, seed);
        Prop.ForAll(runs.ToArbitrary(), run =>
        {
            var (x, y) = Walk(run.count, run.columns, run.seed);
            List<int> kept = ColumnEnvelope.Thin(x, y);
            Assert.Equal(kept.Distinct().Order(), kept);
            Assert.Equal(Naive(x, y, Enumerable.Range(0, x.Length)), Naive(x, y, kept));
            Assert.True(kept.Count <= 4 * x.Select(MathF.Floor).Distinct().Count());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_line_through_the_kept_points_covers_what_the_line_through_all_covers()
    {
        var (x, y) = Walk(20_000, 300, 5);
        List<int> kept = ColumnEnvelope.Thin(x, y);
        Assert.True(kept.Count < 1300);
        Pixmap all = Stroke(x, y, [.. Enumerable.Range(0, x.Length)]), some = Stroke(x, y, kept);
        // Within a column the line may lean otherwise, so its edge may move by a pixel.
        for (int y0 = 1; y0 < 199; y0++)
        {
            for (int x0 = 1; x0 < 299; x0++)
            {
                Assert.False(IsInk(all, x0, y0) && !IsNearInk(some, x0, y0), $"ink is missing at ({x0}, {y0})");
                Assert.False(IsInk(some, x0, y0) && !IsNearInk(all, x0, y0), $"ink is too much at ({x0}, {y0})");
            }
        }
    }

    private static bool IsInk(Pixmap picture, int x, int y) => picture[x, y][0] < 128;

    private static bool IsNearInk(Pixmap picture, int x, int y)
    {
        for (int dy = -1; dy <= 1; dy++)
        {
            for (int dx = -1; dx <= 1; dx++)
            {
                if (IsInk(picture, x + dx, y + dy))
                    return true;
            }
        }

        return false;
    }

    private static (float[] X, float[] Y) Walk(int count, int columns, int seed)
    {
        var random = new Random(seed);
        var x = new float[count];
        var y = new float[count];
        float value = 100;
        for (int i = 0; i < count; i++)
        {
            x[i] = (float)i * columns / count;
            y[i] = value = Math.Clamp(value + (float)((random.NextDouble() - 0.5) * 10), 5, 195);
        }

        return (x, y);
    }

    private static List<(float Column, float First, float Lowest, float Highest, float Last)> Naive(float[] x, float[] y, IEnumerable<int> points) =>
        [.. points.GroupBy(point => MathF.Floor(x[point]), point => y[point])
            .Select(column => (column.Key, column.First(), column.Min(), column.Max(), column.Last()))];

    private static Pixmap Stroke(float[] x, float[] y, List<int> points)
    {
        var canvas = new Canvas(300, 200, new Rgb(255, 255, 255));
        canvas.Stroke([.. points.Skip(1).Zip(points, (to, from) => new Segment(x[from], y[from], x[to], y[to]))], 2, default, 1, canvas.Whole);
        return canvas.Picture;
    }
}
