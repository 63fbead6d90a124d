using System.Text.Json.Nodes;

namespace GanActors.Grafana;

/// <summary>One number, large.</summary>
internal sealed record Figure : Panel
{
    public Figure(string title, string description, string unit, Query query)
        : base(title, description, unit, [query]) => (Width, Height) = (4, 4);

    protected override string Kind => "stat";

    protected override bool IsNewestOnly => true;

    protected override JsonObject Options() => new()
    {
        ["reduceOptions"] = Newest(),
        ["colorMode"] = Bounds.Count > 0 ? "value" : "none",
        ["graphMode"] = "none",
        ["justifyMode"] = "auto",
        ["orientation"] = "auto",
        ["textMode"] = "auto",
    };
}
