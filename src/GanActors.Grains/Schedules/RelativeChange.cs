namespace GanActors.Grains.Schedules;

/// <summary>How much a loss changes from one iteration to the next, as a share of what it was.</summary>
internal static class RelativeChange
{
    /// <summary>What a loss is taken for at least, so that a loss of nothing has changes, too.</summary>
    private const double LeastLoss = 1e-8;

    /// <summary>The change; NaN if one of the two is.</summary>
    public static double Of(double before, double now) => Math.Abs(now - before) / Math.Max(Math.Abs(before), LeastLoss);
}
