namespace GanActors.Pictures.Tests;

public sealed class CanvasTests
{
    private static readonly Rgb White = new(255, 255, 255);

    [Fact]
    public void The_ink_of_a_line_is_its_area()
    {
        foreach (double angle in (double[])[0, 0.3, 0.785, 1.2, Math.PI / 2, 2.5])
        {
            var canvas = new Canvas(120, 120, White);
            float dx = (float)(40 * Math.Cos(angle)), dy = (float)(40 * Math.Sin(angle));
            canvas.Stroke([new Segment(60 - dx, 60 - dy, 60 + dx, 60 + dy)], 3, default, 1, canvas.Whole);
            double ink = canvas.Picture.Pixels.ToArray().Sum(value => (255 - value) / 255.0) / 3;
            Assert.Equal((80 * 3) + (Math.PI * 1.5 * 1.5), ink, 5.0);
        }
    }

    [Fact]
    public void A_stroke_that_crosses_itself_is_not_inked_twice()
    {
        var canvas = new Canvas(40, 40, White);
        canvas.Stroke([new Segment(5, 20.5f, 35, 20.5f), new Segment(20.5f, 5, 20.5f, 35)], 3, default, 0.5f, canvas.Whole);
        Assert.Equal(canvas.Picture[10, 20][0], canvas.Picture[20, 20][0]);
    }

    [Fact]
    public void Ink_outside_the_clip_is_left_alone()
    {
        var canvas = new Canvas(40, 40, White);
        canvas.Stroke([new Segment(-1e6f, -1e6f, 1e6f, 1e6f)], 5, default, 1, new PixelBox(10, 10, 20, 20));
        for (int y = 0; y < 40; y++)
        {
            for (int x = 0; x < 40; x++)
                Assert.True((x is >= 10 and < 20 && y is >= 10 and < 20) || canvas.Picture[x, y][0] == 255);
        }

        Assert.Equal(0, canvas.Picture[15, 15][0]);
    }

    [Fact]
    public void A_cut_segment_covers_what_the_whole_one_covers()
    {
        var small = new Canvas(60, 60, White);
        small.Stroke([new Segment(-300, -100, 330, 140)], 2.5f, default, 1, small.Whole);
        var large = new Canvas(700, 300, White);
        large.Stroke([new Segment(20, 20, 650, 260)], 2.5f, default, 1, large.Whole);
        for (int y = 0; y < 60; y++)
        {
            for (int x = 0; x < 60; x++)
                Assert.InRange(small.Picture[x, y][0] - large.Picture[x + 320, y + 120][0], -1, 1);
        }
    }

    [Fact]
    public void A_dot_is_round()
    {
        var canvas = new Canvas(21, 21, White);
        canvas.Stroke([new Segment(10.5f, 10.5f, 10.5f, 10.5f)], 9, default, 1, canvas.Whole);
        for (int i = 0; i < 21; i++)
        {
            for (int j = 0; j < 21; j++)
            {
                Assert.Equal(canvas.Picture[i, j][0], canvas.Picture[j, i][0]);
                Assert.Equal(canvas.Picture[i, j][0], canvas.Picture[20 - i, j][0]);
            }
        }

        Assert.Equal(0, canvas.Picture[10, 10][0]);
        Assert.Equal(255, canvas.Picture[10, 2][0]);
    }
}
