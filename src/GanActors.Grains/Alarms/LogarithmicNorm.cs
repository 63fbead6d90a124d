namespace GanActors.Grains.Alarms;

/// <summary>The logarithm of a gradient's norm: the mean of such is not swayed by one odd batch.</summary>
internal static class LogarithmicNorm
{
    private const double LeastNorm = 1e-12;

    /// <summary>Of a norm of nothing it is that of very little; NaN if there is no norm.</summary>
    public static double Of(double norm) => Math.Log(Math.Max(norm, LeastNorm));
}
