namespace GanActors.Pictures;

/// <summary>
/// Thins a run of points with ascending x to what a column of pixels can show of it: the first, the lowest, the highest and the last
/// point in each, in their order (Jugel, Jerzak, Hackenbroich and Markl, "M4: a visualization-oriented time series data aggregation",
/// 2014). A line through what is left
/// covers the same pixels as a line through all, but for how it leans within a column.
/// </summary>
internal static class ColumnEnvelope
{
    /// <summary>Finds the points that stay.</summary>
    /// <param name="x">Pixels, ascending.</param>
    /// <param name="y">Pixels.</param>
    /// <returns>Ascending indices of the points that stay; first and last are among them.</returns>
    public static List<int> Thin(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var kept = new List<int>();
        int start = 0;
        while (start < x.Length)
        {
            float column = MathF.Floor(x[start]);
            int lowest = start, highest = start, end = start;
            do
            {
                if (y[end] < y[lowest])
                    lowest = end;
                if (y[end] > y[highest])
                    highest = end;
                end++;
            }
            while (end < x.Length && x[end] < column + 1);

            Keep(kept, start);
            Keep(kept, Math.Min(lowest, highest));
            Keep(kept, Math.Max(lowest, highest));
            Keep(kept, end - 1);
            start = end;
        }

        return kept;
    }

    private static void Keep(List<int> kept, int index)
    {
        if (kept.Count == 0 || kept[^1] < index)
            kept.Add(index);
    }
}
