using System.Text.Json.Nodes;

namespace GanActors.Grafana;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Label">The label it shows; null if it shows a value.</param>
/// <param name="Value">The query it shows the values of, <c>A</c> for the first.</param>
/// <param name="Unit">If another than the table's.</param>
/// <param name="Link">Where a cell leads to; in it <c>${__value.raw}</c> is what the cell says.</param>
/// <param name="IsHidden">Whether it is only there for the order.</param>
internal sealed record Column(string Name, string? Label = null, string? Value = null, string? Unit = null, string? Link = null, bool IsHidden = false)
{
    public JsonObject? Override()
    {
        var properties = new JsonArray();
        if (Unit is not null)
            properties.Add(Property("unit", Unit));
        if (IsHidden)
            properties.Add(Property("custom.hidden", true));
        if (Link is not null)
            properties.Add(Property("links", new JsonArray(new JsonObject { ["title"] = "Its duel", ["url"] = Link })));
        return properties.Count == 0
            ? null
            : new JsonObject { ["matcher"] = new JsonObject { ["id"] = "byName", ["options"] = Name }, ["properties"] = properties };
    }

    private static JsonObject Property(string id, JsonNode value) => new() { ["id"] = id, ["value"] = value };
}
