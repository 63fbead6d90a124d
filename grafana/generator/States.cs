using System.Text.Json.Nodes;

namespace GanActors.Grafana;

/// <summary>A strip for each series, coloured by the state it was in.</summary>
internal sealed record States(string Title, string Description, string Unit, params IReadOnlyList<Query> Queries) : Panel(Title, Description, Unit, Queries)
{
    protected override string Kind => "state-timeline";

    protected override JsonObject Options() => new()
    {
        ["mergeValues"] = true,
        ["showValue"] = "never",
        ["alignValue"] = "left",
        ["rowHeight"] = 0.8,
        ["legend"] = new JsonObject { ["displayMode"] = "list", ["placement"] = "bottom", ["showLegend"] = true },
        ["tooltip"] = new JsonObject { ["mode"] = "single", ["sort"] = "none" },
    };

    protected override JsonObject Custom() => new() { ["lineWidth"] = 0, ["fillOpacity"] = 80 };
}
