using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GanActors.Grafana;

/// <summary>A dashboard, in Grafana's classic model.</summary>
/// <param name="File">Its file, and the end of its uid, which links lead to and which never changes.</param>
/// <param name="Title">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Variables">What is chosen at its top, after the data source, the job and the silo.</param>
/// <param name="Annotations">What is marked in all of its graphs.</param>
/// <param name="Rows">Its panels, from top to bottom.</param>
internal sealed record Dashboard(
    string File, string Title, string Description, IReadOnlyList<Variable> Variables, IReadOnlyList<Annotation> Annotations, IReadOnlyList<Row> Rows)
{
    private const int Columns = 24;
    private const int SchemaVersion = 41;

    // Queries stay readable: nobody puts this into a page.
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The datasource that is chosen at the top.</summary>
    public static JsonObject ChosenSource => new() { ["type"] = "prometheus", ["uid"] = "${datasource}" };

    /// <summary>The file.</summary>
    public string ToJson() => new JsonObject
    {
        ["uid"] = $"ganactors-{File}",
        ["title"] = Title,
        ["description"] = Description,
        ["tags"] = new JsonArray("ganactors"),
        ["schemaVersion"] = SchemaVersion,
        ["version"] = 1,
        ["editable"] = false,
        // One crosshair for all panels.
        ["graphTooltip"] = 1,
        ["refresh"] = "10s",
        ["time"] = new JsonObject { ["from"] = "now-30m", ["to"] = "now" },
        ["timezone"] = "browser",
        ["links"] = new JsonArray(new JsonObject
        {
            ["title"] = "GanActors",
            ["type"] = "dashboards",
            ["tags"] = new JsonArray("ganactors"),
            ["asDropdown"] = false,
            ["includeVars"] = true,
            ["keepTime"] = true,
            ["targetBlank"] = false,
        }),
        ["templating"] = new JsonObject { ["list"] = new JsonArray([Variable.Source(), .. Variables.Prepend(Variable.Silo).Prepend(Variable.Job).Select(variable => variable.ToJson())]) },
        ["annotations"] = new JsonObject { ["list"] = new JsonArray([.. Annotations.Select(annotation => annotation.ToJson())]) },
        ["panels"] = Laid(),
    }.ToJsonString(Written).ReplaceLineEndings("\n") + "\n";

    /// <summary>Rows one below the other, panels from left to right in as many lines as they need.</summary>
    private JsonArray Laid()
    {
        var panels = new JsonArray();
        int id = 0, y = 0;
        foreach (var row in Rows)
        {
            panels.Add(new JsonObject
            {
                ["id"] = ++id,
                ["type"] = "row",
                ["title"] = row.Title,
                ["collapsed"] = false,
                ["gridPos"] = Place(0, y++, Columns, 1),
                ["panels"] = new JsonArray(),
            });
            int x = 0, line = 0;
            foreach (var panel in row.Panels)
            {
                if (x + panel.Width > Columns)
                    (x, y, line) = (0, y + line, 0);
                panels.Add(panel.ToJson(++id, Place(x, y, panel.Width, panel.Height)));
                (x, line) = (x + panel.Width, Math.Max(line, panel.Height));
            }

            y += line;
        }

        return panels;
    }

    private static JsonObject Place(int x, int y, int width, int height) => new() { ["x"] = x, ["y"] = y, ["w"] = width, ["h"] = height };
}
