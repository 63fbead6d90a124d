namespace GanActors.Pictures;

/// <summary>Small arrow heads at the edge of a plot where values lie beyond it.</summary>
internal static class EdgeMarks
{
    private const float HalfWidth = 4, Height = 4, Inset = 4;

    /// <summary>Nearer marks become one.</summary>
    private const float Apart = 10;

    /// <summary>Marks what lies above and below, infinities included.</summary>
    public static void Draw(Canvas canvas, Frame frame, ReadOnlySpan<double> x, ReadOnlySpan<double> y, Rgb colour)
    {
        var heads = new List<Segment>();
        float lastAbove = float.NegativeInfinity, lastBelow = float.NegativeInfinity;
        for (int i = 0; i < x.Length; i++)
        {
            bool above = y[i] > frame.Y.High, below = y[i] < frame.Y.Low && Axis.HasPlace(y[i], frame.Y.Scale);
            if ((!above && !below) || !Axis.HasPlace(x[i], frame.X.Scale))
                continue;
            float pixel = frame.X.Pixel(x[i]);
            ref float last = ref above ? ref lastAbove : ref lastBelow;
            if (MathF.Abs(pixel - last) < Apart)
                continue;
            last = pixel;
            float tip = above ? frame.Box.Top + Inset : frame.Box.Bottom - Inset;
            float foot = above ? tip + Height : tip - Height;
            heads.Add(new Segment(pixel - HalfWidth, foot, pixel, tip));
            heads.Add(new Segment(pixel, tip, pixel + HalfWidth, foot));
        }

        canvas.Stroke(heads, 2, colour, 1, canvas.Whole);
    }
}
