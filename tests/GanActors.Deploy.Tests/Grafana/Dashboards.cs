using System.Text.Json.Nodes;

namespace GanActors.Deploy.Tests.Grafana;

/// <summary>The dashboards, as they lie in the repository.</summary>
internal static class Dashboards
{
    /// <summary>Their files.</summary>
    public static TheoryData<string> Files => [.. Repository.Files("grafana/dashboards", "*.json").Select(file => Path.GetFileNameWithoutExtension(file))];

    /// <summary>One of them.</summary>
    public static JsonNode Read(string name) => JsonNode.Parse(Repository.Read($"grafana/dashboards/{name}.json"))!;

    /// <summary>Its panels, without the headings of rows.</summary>
    public static IEnumerable<JsonNode> Panels(JsonNode dashboard) => dashboard["panels"]!.AsArray().Select(panel => panel!).Where(panel => (string?)panel["type"] != "row");

    /// <summary>Its variables.</summary>
    public static IEnumerable<JsonNode> Variables(JsonNode dashboard) => dashboard["templating"]!["list"]!.AsArray().Select(variable => variable!);

    /// <summary>A panel's queries.</summary>
    public static IEnumerable<string> Queries(JsonNode panel) => panel["targets"]!.AsArray().Select(target => (string)target!["expr"]!);

    /// <summary>All that a dashboard asks Prometheus in PromQL, with where it does.</summary>
    public static IEnumerable<(string Where, string Query)> Queries(string name)
    {
        var dashboard = Read(name);
        foreach (var panel in Panels(dashboard))
        {
            foreach (string query in Queries(panel))
                yield return ($"{name}: {panel["title"]}", query);
        }

        foreach (var annotation in dashboard["annotations"]!["list"]!.AsArray())
            yield return ($"{name}: annotation {annotation!["name"]}", (string)annotation["expr"]!);
    }
}
