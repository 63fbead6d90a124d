namespace GanActors.Grafana;

/// <summary>Series of what is chosen at the top of a dashboard.</summary>
internal static class Of
{
    private const string Chosen = "job=~\"$job\", instance=~\"$silo\"";

    /// <summary>A series of the chosen silos.</summary>
    /// <param name="series">Its name.</param>
    /// <param name="matchers">More to ask of its labels.</param>
    public static string Silo(string series, string matchers = "") => Select(series, "", matchers);

    /// <summary>A series of the chosen runs.</summary>
    /// <inheritdoc cref="Silo"/>
    public static string Run(string series, string matchers = "") => Select(series, "run=~\"$run\"", matchers);

    /// <summary>A series of the chosen sweeps.</summary>
    /// <inheritdoc cref="Silo"/>
    public static string Sweep(string series, string matchers = "") => Select(series, "sweep=~\"$sweep\"", matchers);

    /// <summary>A counter's growth a second.</summary>
    public static string Rate(string selector) => $"rate({selector}[$__rate_interval])";

    /// <summary>The growth a second of a counter of the chosen silos, summed.</summary>
    /// <param name="by">The labels that are told apart.</param>
    /// <param name="counter">Its name.</param>
    public static string RateBy(string by, string counter) => $"sum by ({by}) ({Rate(Silo(counter))})";

    /// <summary>A counter's growth from one point of a graph to the next.</summary>
    public static string Increase(string selector) => $"increase({selector}[$__rate_interval])";

    /// <summary>A quantile of a histogram of the chosen silos.</summary>
    /// <param name="quantile">From 0 to 1.</param>
    /// <param name="histogram">Its name, without <c>_bucket</c>.</param>
    /// <param name="by">The labels that are told apart.</param>
    public static string Quantile(string quantile, string histogram, string by) =>
        $"histogram_quantile({quantile}, sum by (le{(by.Length > 0 ? ", " : "")}{by}) ({Rate(Silo($"{histogram}_bucket"))}))";

    private static string Select(string series, string choice, string matchers)
    {
        var all = new[] { Chosen, choice, matchers }.Where(matcher => matcher.Length > 0);
        return $"{series}{{{string.Join(", ", all)}}}";
    }
}
