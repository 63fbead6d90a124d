using System.Text.Json.Nodes;

namespace GanActors.Grafana;

/// <summary>What is marked in all graphs of a dashboard: wherever a query has an answer.</summary>
/// <param name="Name">What is written at the switch that shows or hides it.</param>
/// <param name="Color">Of the marks.</param>
/// <param name="Expression">The query.</param>
/// <param name="Title">Of a mark.</param>
/// <param name="Labels">What a mark is tagged with, separated by commas.</param>
internal sealed record Annotation(string Name, string Color, string Expression, string Title, string Labels)
{
    /// <summary>As long as an alarm is raised.</summary>
    public static Annotation Alarms { get; } = new("Alarms", "red", $"{Of.Run("ganactors_alarm")} > 0", "{{alarm}}", "run,alarm");

    /// <summary>Where checkpoints were written.</summary>
    public static Annotation Checkpoints { get; } =
        new("Checkpoints", "blue", $"increase({Of.Run("ganactors_checkpoints_total")}[$__rate_interval]) > 0", "checkpoint", "run");

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["datasource"] = Dashboard.ChosenSource,
        ["enable"] = true,
        ["hide"] = false,
        ["iconColor"] = Color,
        ["expr"] = Expression,
        ["titleFormat"] = Title,
        ["textFormat"] = "{{run}}",
        ["tagKeys"] = Labels,
        ["step"] = "",
        ["useValueForTime"] = false,
    };
}
