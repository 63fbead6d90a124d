using System.Text.Json.Nodes;

namespace GanActors.Grafana;

/// <summary>Lines over time.</summary>
internal sealed record Graph(string Title, string Description, string Unit, params IReadOnlyList<Query> Queries) : Panel(Title, Description, Unit, Queries)
{
    /// <summary>Whether the scale is logarithmic: for what spans powers of ten.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether lines lie one on the other, for parts of a whole.</summary>
    public bool IsStacked { get; init; }

    protected override string Kind => "timeseries";

    protected override bool IsColoredByBounds => false;

    protected override JsonObject Options() => new()
    {
        ["legend"] = new JsonObject { ["displayMode"] = "list", ["placement"] = "bottom", ["showLegend"] = true, ["calcs"] = new JsonArray() },
        ["tooltip"] = new JsonObject { ["mode"] = "multi", ["sort"] = "desc" },
    };

    protected override JsonObject Custom() => new()
    {
        ["drawStyle"] = "line",
        ["lineWidth"] = 1,
        ["fillOpacity"] = IsStacked ? 30 : 0,
        ["showPoints"] = "never",
        ["spanNulls"] = false,
        ["scaleDistribution"] = IsLogarithmic ? new JsonObject { ["type"] = "log", ["log"] = 10 } : new JsonObject { ["type"] = "linear" },
        ["stacking"] = new JsonObject { ["mode"] = IsStacked ? "normal" : "none", ["group"] = "A" },
        ["thresholdsStyle"] = new JsonObject { ["mode"] = Bounds.Count > 0 ? "dashed" : "off" },
    };
}
