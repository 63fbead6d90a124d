namespace GanActors.Meters;

/// <summary>The meters that the instruments are of; every instrument is in <c>docs/metrics.md</c>.</summary>
public static class MeterNames
{
    /// <summary>Of the process.</summary>
    public const string Silo = "GanActors";

    /// <summary>Of the runs that are under way.</summary>
    public const string Runs = "GanActors.Runs";

    /// <summary>Of the sweeps that are under way.</summary>
    public const string Sweeps = "GanActors.Sweeps";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Silo, Runs, Sweeps];
}
