namespace GanActors.Pictures;

/// <summary>The part of the number line that an axis shows, and what it leaves out.</summary>
/// <param name="Low">Start.</param>
/// <param name="High">End, greater than <paramref name="Low"/>.</param>
/// <param name="Below">Values below the start, minus infinity among them.</param>
/// <param name="Above">Values above the end, infinity among them.</param>
/// <param name="WithoutPlace">Values that are not positive, of a logarithmic axis; NaN is a gap and not counted.</param>
internal readonly record struct ValueRange(double Low, double High, long Below, long Above, long WithoutPlace)
{
    /// <summary>Numbers beyond this, or positive ones below its inverse, have no room for an axis around them.</summary>
    private const double Largest = 1e300;

    /// <summary>Part of the sorted values, at each end, that a few wild ones may be.</summary>
    private const double WildShare = 0.01;

    /// <summary>Wild values are left out if they would squeeze the others into less than one part in this many.</summary>
    private const double Squeeze = 7;

    /// <summary>More values than this are sampled evenly to find out which are wild.</summary>
    private const int LargestSort = 200_000;

    /// <summary>
    /// The range of all values, or, where a few wild ones would flatten everything else, of the others. An empty or constant set gets a
    /// range around it.
    /// </summary>
    /// <param name="sets">The values.</param>
    /// <param name="scale">Of the axis.</param>
    /// <param name="padding">Free room beyond the values at each end, as a share of their range.</param>
    /// <param name="nearZero">Whether an axis begins at zero if the values come near it: losses and counts are read against it.</param>
    public static ValueRange Around(IEnumerable<ReadOnlyMemory<double>> sets, AxisScale scale, double padding, bool nearZero = true)
    {
        ReadOnlyMemory<double>[] all = [.. sets];
        double[] sorted = SortedSample(all, scale);
        var (low, high) = Extremes(all, scale);
        if (low > high)
            return Count(all, scale, EmptyLow(scale), EmptyHigh(scale));
        if (sorted.Length >= 20)
        {
            int wild = (int)Math.Ceiling(sorted.Length * WildShare);
            double bodyLow = sorted[wild], bodyHigh = sorted[^(wild + 1)], body = bodyHigh - bodyLow;
            if (body > 0 && high - bodyHigh > (Squeeze - 1) * body)
                high = bodyHigh + (body * 0.15);
            if (body > 0 && bodyLow - low > (Squeeze - 1) * body)
                low = bodyLow - (body * 0.15);
        }

        bool fromZero = nearZero && scale == AxisScale.Linear && low >= 0 && low < 0.25 * high;
        (low, high) = Pad(low, high, scale, padding);
        if (fromZero)
            low = 0;
        return Count(all, scale, Value(low, scale), Value(high, scale));
    }

    /// <summary>The range of all values and no more; it begins at 0 if they begin just above.</summary>
    public static ValueRange Of(IEnumerable<ReadOnlyMemory<double>> sets, AxisScale scale)
    {
        var (low, high) = Extremes([.. sets], scale);
        if (low > high)
            return new ValueRange(EmptyLow(scale), EmptyHigh(scale), 0, 0, 0);
        if (scale == AxisScale.Linear && low > 0 && low < 0.02 * high)
            low = 0;
        (low, high) = Pad(low, high, scale, padding: 0);
        return new ValueRange(Value(low, scale), Value(high, scale), 0, 0, 0);
    }

    /// <summary>A range that was asked for.</summary>
    public static ValueRange Fixed(IEnumerable<ReadOnlyMemory<double>> sets, AxisScale scale, double low, double high) =>
        Count([.. sets], scale, low, high);

    private static double Place(double value, AxisScale scale) =>
        scale == AxisScale.Linear ? Math.Clamp(value, -Largest, Largest) : Math.Log10(Math.Clamp(value, 1 / Largest, Largest));

    // Padding may lead beyond the largest number.
    private static double Value(double place, AxisScale scale) => scale == AxisScale.Linear ? place : Math.Pow(10, Math.Clamp(place, -305, 305));

    private static double EmptyLow(AxisScale scale) => scale == AxisScale.Linear ? 0 : 0.1;

    private static double EmptyHigh(AxisScale scale) => scale == AxisScale.Linear ? 1 : 10;

    private static (double Low, double High) Extremes(ReadOnlyMemory<double>[] sets, AxisScale scale)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (ReadOnlyMemory<double> set in sets)
        {
            foreach (double value in set.Span)
            {
                if (!double.IsFinite(value) || !Axis.HasPlace(value, scale))
                    continue;
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        }

        return low > high ? (low, high) : (Place(low, scale), Place(high, scale));
    }

    private static double[] SortedSample(ReadOnlyMemory<double>[] sets, AxisScale scale)
    {
        long total = sets.Sum(set => (long)set.Length);
        int stride = (int)Math.Max(1, total / LargestSort);
        var sample = new List<double>((int)Math.Min(total, 2 * LargestSort));
        foreach (ReadOnlyMemory<double> set in sets)
        {
            for (int i = 0; i < set.Length; i += stride)
            {
                double value = set.Span[i];
                if (double.IsFinite(value) && Axis.HasPlace(value, scale))
                    sample.Add(Place(value, scale));
            }
        }

        sample.Sort();
        return [.. sample];
    }

    private static (double Low, double High) Pad(double low, double high, AxisScale scale, double padding)
    {
        double size = Math.Max(Math.Abs(low), Math.Abs(high));
        if (high - low <= size * 1e-9 || high - low < 1e-290)
        {
            // A constant stands in the middle.
            double room = scale == AxisScale.Logarithmic ? 0.5 : size > 1e-280 ? size * 0.1 : 0.5;
            return (low - room, high + room);
        }

        double margin = (high - low) * padding;
        return (low - margin, high + margin);
    }

    private static ValueRange Count(ReadOnlyMemory<double>[] sets, AxisScale scale, double low, double high)
    {
        long below = 0, above = 0, withoutPlace = 0;
        foreach (ReadOnlyMemory<double> set in sets)
        {
            foreach (double value in set.Span)
            {
                if (double.IsNaN(value))
                    continue;
                if (!Axis.HasPlace(value, scale))
                    withoutPlace++;
                else if (value < low)
                    below++;
                else if (value > high)
                    above++;
            }
        }

        return new ValueRange(low, high, below, above, withoutPlace);
    }
}
