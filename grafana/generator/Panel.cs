using System.Text.Json.Nodes;

namespace GanActors.Grafana;

/// <summary>A panel: what is asked, and how the answers are shown.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Description">What it shows and what that means, in a sentence or two.</param>
/// <param name="Unit">One of <see cref="Grafana.Unit"/>.</param>
/// <param name="Queries">At least one.</param>
internal abstract record Panel(string Title, string Description, string Unit, IReadOnlyList<Query> Queries)
{
    /// <summary>Of 24 columns.</summary>
    public int Width { get; init; } = 8;

    /// <summary>Of 30 pixels each.</summary>
    public int Height { get; init; } = 8;

    /// <summary>The ends of the scale, where they are known.</summary>
    public (double? Least, double? Most) Scale { get; init; }

    /// <summary>Bounds that change a colour: green below the first.</summary>
    public IReadOnlyList<(double From, string Color)> Bounds { get; init; } = [];

    /// <summary>What numbers mean, with a colour for each.</summary>
    public IReadOnlyList<(int Value, string Words, string Color)> Meanings { get; init; } = [];

    /// <summary>Grafana's name of the kind of panel.</summary>
    protected abstract string Kind { get; }

    /// <summary>Whether the newest value is asked for, and not the course.</summary>
    protected virtual bool IsNewestOnly => false;

    /// <summary>Whether colours say how things stand; else they tell series apart.</summary>
    protected virtual bool IsColoredByBounds => true;

    /// <summary>How the answers are formed: as series, or as rows of a table.</summary>
    protected virtual string Format => "time_series";

    public JsonObject ToJson(int id, JsonObject place)
    {
        var defaults = new JsonObject { ["unit"] = Unit, ["custom"] = Custom() };
        if (Scale.Least is { } least)
            defaults["min"] = least;
        if (Scale.Most is { } most)
            defaults["max"] = most;
        defaults["color"] = new JsonObject { ["mode"] = IsColoredByBounds ? "thresholds" : "palette-classic" };
        defaults["thresholds"] = new JsonObject
        {
            ["mode"] = "absolute",
            ["steps"] = new JsonArray([Step(null, "green"), .. Bounds.Select(bound => Step(bound.From, bound.Color))]),
        };
        if (Meanings.Count > 0)
            defaults["mappings"] = new JsonArray(Mapping());

        var panel = new JsonObject
        {
            ["id"] = id,
            ["type"] = Kind,
            ["title"] = Title,
            ["description"] = Description,
            ["datasource"] = Dashboard.ChosenSource,
            ["gridPos"] = place,
            ["fieldConfig"] = new JsonObject { ["defaults"] = defaults, ["overrides"] = Overrides() },
            ["options"] = Options(),
            ["targets"] = new JsonArray([.. Queries.Select(Target)]),
        };
        if (Transformations() is { Count: > 0 } transformations)
            panel["transformations"] = transformations;
        return panel;
    }

    protected abstract JsonObject Options();

    protected virtual JsonObject Custom() => [];

    protected virtual JsonArray Overrides() => [];

    protected virtual JsonArray Transformations() => [];

    /// <summary>The newest number of a series, which is all that is shown of it.</summary>
    protected static JsonObject Newest() => new() { ["calcs"] = new JsonArray("lastNotNull"), ["fields"] = "", ["values"] = false };

    private JsonObject Target(Query query, int index) => new()
    {
        ["refId"] = ((char)('A' + index)).ToString(),
        ["datasource"] = Dashboard.ChosenSource,
        ["editorMode"] = "code",
        ["expr"] = query.Expression,
        ["legendFormat"] = query.Legend,
        ["instant"] = IsNewestOnly,
        ["range"] = !IsNewestOnly,
        ["format"] = Format,
    };

    private JsonObject Mapping()
    {
        var options = new JsonObject();
        for (int i = 0; i < Meanings.Count; i++)
        {
            var (value, words, color) = Meanings[i];
            options[value.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new JsonObject { ["text"] = words, ["color"] = color, ["index"] = i };
        }

        return new JsonObject { ["type"] = "value", ["options"] = options };
    }

    private static JsonObject Step(double? from, string color) => new() { ["value"] = from, ["color"] = color };
}
