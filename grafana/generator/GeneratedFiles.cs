namespace GanActors.Grafana;

/// <summary>What this program writes: the dashboards, and the rules as the Prometheus operator wants them.</summary>
internal static class GeneratedFiles
{
    /// <summary>The dashboards, in the order of their links.</summary>
    public static IReadOnlyList<Dashboard> Dashboards { get; } =
        [DuelDashboard.Create(), PopulationDashboard.Create(), ClusterDashboard.Create(), AlarmsDashboard.Create()];

    /// <summary>Paths, from the top of the repository, and what is to be in the files.</summary>
    /// <param name="top">The repository, whose rules are read.</param>
    public static IEnumerable<(string Path, string Text)> Of(string top)
    {
        foreach (var dashboard in Dashboards)
            yield return ($"grafana/dashboards/{dashboard.File}.json", dashboard.ToJson());
        yield return (OperatorRules.Path, OperatorRules.Read(top));
    }
}
