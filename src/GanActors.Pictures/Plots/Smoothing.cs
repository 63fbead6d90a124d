namespace GanActors.Pictures;

/// <summary>Whether a series is also drawn as a moving average: thick and full, over the thin pale line of its values.</summary>
public readonly record struct Smoothing
{
    /// <summary>Fewer points than this are not averaged unasked.</summary>
    private const int FewPoints = 100;

    private readonly double _points;

    private Smoothing(double points) => _points = points;

    /// <summary>Values only.</summary>
    public static Smoothing None { get; }

    /// <summary>An average if the series is long and its neighbours differ much more than its course does; else values only.</summary>
    public static Smoothing Automatic { get; } = new(-1);

    /// <summary>An exponential moving average that remembers about this many points (weight of a new one: 2 / (points + 1)).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one, or not a number.</exception>
    public static Smoothing Over(double points)
    {
        if (!(points >= 1) || !double.IsFinite(points))
            throw new ArgumentOutOfRangeException(nameof(points), points, "An average remembers at least one point.");
        return new Smoothing(points);
    }

    /// <summary>Points to average over; 0 for none.</summary>
    /// <param name="values">The series.</param>
    /// <param name="axis">Where it is shown: noise is what can be seen.</param>
    internal double PointsFor(ReadOnlySpan<double> values, FrameRange axis)
    {
        if (_points >= 0)
            return _points;
        double visible = Place(axis.Range.High, axis.Scale) - Place(axis.Range.Low, axis.Scale);
        double changes = 0, previous = double.NaN;
        long pairs = 0;
        foreach (double measured in values)
        {
            double value = Place(measured, axis.Scale);
            if (double.IsFinite(value) && double.IsFinite(previous))
            {
                changes += Math.Min(Math.Abs(value - previous), visible);
                pairs++;
            }

            previous = value;
        }

        bool noisy = pairs >= FewPoints && changes / pairs > 0.01 * visible;
        return noisy ? RoundDown(pairs / 50.0) : 0;
    }

    /// <summary>
    /// The exponential moving average without the pull of its start: the sum of weights divides, as in Adam (Kingma and Ba, 2015, section 3).
    /// What has no place on the axis stays a gap and does not enter; wild values enter as the nearest end of the axis. On a
    /// logarithmic axis it is the average of logarithms.
    /// </summary>
    internal static double[] Average(ReadOnlySpan<double> values, double points, FrameRange axis)
    {
        double keep = 1 - (2 / (points + 1)), sum = 0, weight = 0;
        var averages = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!Axis.HasPlace(values[i], axis.Scale))
            {
                averages[i] = double.NaN;
                continue;
            }

            double value = Place(Math.Clamp(values[i], axis.Range.Low, axis.Range.High), axis.Scale);
            sum = (keep * sum) + ((1 - keep) * value);
            weight = (keep * weight) + (1 - keep);
            averages[i] = axis.Scale == AxisScale.Linear ? sum / weight : Math.Pow(10, sum / weight);
        }

        return averages;
    }

    private static double Place(double value, AxisScale scale) => scale == AxisScale.Linear ? value : Math.Log10(value);

    private static double RoundDown(double points)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(points)));
        double mantissa = points / power;
        return power * (mantissa >= 5 ? 5 : mantissa >= 2 ? 2 : 1);
    }
}
