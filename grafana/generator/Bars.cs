using System.Text.Json.Nodes;

namespace GanActors.Grafana;

/// <summary>A bar for each series, as long as its newest value.</summary>
internal sealed record Bars(string Title, string Description, string Unit, params IReadOnlyList<Query> Queries) : Panel(Title, Description, Unit, Queries)
{
    protected override string Kind => "bargauge";

    protected override bool IsNewestOnly => true;

    protected override JsonObject Options() => new()
    {
        ["reduceOptions"] = Newest(),
        ["displayMode"] = "basic",
        ["orientation"] = "horizontal",
        ["showUnfilled"] = true,
        ["valueMode"] = "color",
        ["namePlacement"] = "left",
    };
}
