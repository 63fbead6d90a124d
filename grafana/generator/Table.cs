using System.Text.Json.Nodes;

namespace GanActors.Grafana;

/// <summary>A row for each set of labels, a column for each query and for each label that is shown.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Unit">Of all columns but those that say otherwise.</param>
/// <param name="Columns">From left to right.</param>
/// <param name="Queries">Their legends are not shown.</param>
internal sealed record Table(string Title, string Description, string Unit, IReadOnlyList<Column> Columns, params IReadOnlyList<Query> Queries)
    : Panel(Title, Description, Unit, Queries)
{
    /// <summary>The column by which rows are in order, the smallest first.</summary>
    public string? Order { get; init; }

    protected override string Kind => "table";

    protected override bool IsNewestOnly => true;

    protected override string Format => "table";

    protected override JsonObject Options()
    {
        var options = new JsonObject { ["showHeader"] = true, ["cellHeight"] = "sm" };
        if (Order is not null)
            options["sortBy"] = new JsonArray(new JsonObject { ["displayName"] = Order, ["desc"] = false });
        return options;
    }

    protected override JsonObject Custom() => new() { ["align"] = "auto", ["cellOptions"] = new JsonObject { ["type"] = "auto" } };

    protected override JsonArray Overrides() => new([.. Columns.Select(column => column.Override()).Where(properties => properties is not null)]);

    protected override JsonArray Transformations()
    {
        var index = new JsonObject();
        var names = new JsonObject();
        for (int i = 0; i < Columns.Count; i++)
        {
            string field = Columns[i].Value is { } query && Queries.Count == 1 ? "Value" : Columns[i].Value is { } of ? $"Value #{of}" : Columns[i].Label!;
            index[field] = i;
            names[field] = Columns[i].Name;
        }

        return
        [
            new JsonObject { ["id"] = "merge", ["options"] = new JsonObject() },
            // Only what is a column, in its place and by its name.
            new JsonObject
            {
                ["id"] = "filterFieldsByName",
                ["options"] = new JsonObject { ["include"] = new JsonObject { ["names"] = new JsonArray([.. index.Select(field => JsonValue.Create(field.Key))]) } },
            },
            new JsonObject { ["id"] = "organize", ["options"] = new JsonObject { ["indexByName"] = index, ["renameByName"] = names } },
        ];
    }
}
