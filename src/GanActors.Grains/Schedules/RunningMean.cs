namespace GanActors.Grains.Schedules;

/// <summary>An exponential running mean of a figure, all of whose memory is one number. A single batch says little.</summary>
internal static class RunningMean
{
    /// <summary>The mean after one more figure.</summary>
    /// <param name="mean">The mean so far; NaN before the first figure.</param>
    /// <param name="figure">What is no finite number is passed over.</param>
    /// <param name="smoothing">Share of the old, in [0, 1).</param>
    public static double After(double mean, double figure, double smoothing) =>
        !double.IsFinite(figure) ? mean : double.IsNaN(mean) ? figure : (smoothing * mean) + ((1 - smoothing) * figure);
}
