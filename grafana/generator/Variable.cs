using System.Text.Json.Nodes;

namespace GanActors.Grafana;

/// <summary>What is chosen at the top of a dashboard: values of a label, several at once or all.</summary>
/// <param name="Name">What queries call it.</param>
/// <param name="Label">What is written beside it.</param>
/// <param name="Query">Where its values come from.</param>
/// <param name="All">The regular expression of all values: <c>.*</c> also takes what has none.</param>
internal sealed record Variable(string Name, string Label, string Query, string All = ".+")
{
    /// <summary>Which job of Prometheus's, which is which cluster.</summary>
    public static Variable Job { get; } = new("job", "Job", "label_values(ganactors_silo_info, job)");

    /// <summary>Which silo: the address that Prometheus knows it by.</summary>
    public static Variable Silo { get; } = new("silo", "Silo", """label_values(ganactors_silo_info{job=~"$job"}, instance)""");

    /// <summary>Which sweep, or none.</summary>
    public static Variable SweepOfRuns { get; } =
        new("sweep", "Sweep", """label_values(ganactors_run_info{job=~"$job", instance=~"$silo", sweep!=""}, sweep)""", All: ".*");

    /// <summary>Which sweep.</summary>
    public static Variable Sweep { get; } = new("sweep", "Sweep", """label_values(ganactors_sweep_info{job=~"$job", instance=~"$silo"}, sweep)""");

    /// <summary>Which run of the chosen sweeps.</summary>
    public static Variable Run { get; } = new("run", "Run", """label_values(ganactors_run_info{job=~"$job", instance=~"$silo", sweep=~"$sweep"}, run)""");

    /// <summary>Which Prometheus.</summary>
    public static JsonObject Source() => new()
    {
        ["name"] = "datasource",
        ["label"] = "Data source",
        ["type"] = "datasource",
        ["query"] = "prometheus",
        ["refresh"] = 1,
        ["multi"] = false,
        ["includeAll"] = false,
        ["options"] = new JsonArray(),
    };

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["label"] = Label,
        ["type"] = "query",
        ["datasource"] = Dashboard.ChosenSource,
        ["definition"] = Query,
        ["query"] = new JsonObject { ["query"] = Query, ["refId"] = "StandardVariableQuery" },
        // Runs come and go: asked again whenever the time changes.
        ["refresh"] = 2,
        ["sort"] = 1,
        ["multi"] = true,
        ["includeAll"] = true,
        ["allValue"] = All,
        ["current"] = new JsonObject { ["text"] = new JsonArray("All"), ["value"] = new JsonArray("$__all") },
        ["options"] = new JsonArray(),
    };
}
