using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace GanActors.Deploy.Tests.Kubernetes;

/// <summary>What kustomize makes of the overlays, by <c>kubectl</c>, which has it built in.</summary>
internal static class Manifests
{
    private const string Package = "kubernetes-client";
    private static readonly ConcurrentDictionary<string, Task<JsonNode[]>> Built = new();

    /// <summary>The overlays, by name.</summary>
    public static TheoryData<string> Overlays => [.. Directory.GetDirectories(Repository.At("deploy/k8s/overlays")).Select(folder => Path.GetFileName(folder)).Order()];

    /// <summary>All objects of an overlay. Skips the test where there is no kubectl, or one whose kustomize is of before version 4.</summary>
    public static Task<JsonNode[]> Of(string overlay) => Built.GetOrAdd(overlay, Build);

    /// <summary>Those of a kind.</summary>
    public static IEnumerable<JsonNode> Of(this IEnumerable<JsonNode> objects, string kind) => objects.Where(each => (string?)each["kind"] == kind);

    /// <summary>The only one of a kind and name.</summary>
    public static JsonNode Named(this IEnumerable<JsonNode> objects, string kind, string name) => objects.Of(kind).Single(each => (string?)each["metadata"]!["name"] == name);

    /// <summary>Whether labels have all that a selector asks for.</summary>
    public static bool Selects(JsonNode selector, JsonNode labels) =>
        (selector["matchLabels"] ?? selector).AsObject().All(wanted => (string?)labels[wanted.Key] == (string?)wanted.Value);

    private static async Task<JsonNode[]> Build(string overlay)
    {
        var (exitCode, output, error) = await Tool.Run(Package, "kubectl", "kustomize", $"deploy/k8s/overlays/{overlay}");
        // The kustomize of kubectl before 1.21 knows no folders among resources.
        Assert.SkipWhen(exitCode != 0 && error.Contains("must be a file", StringComparison.Ordinal), "kubectl is older than 1.21, and its kustomize cannot build these");
        Assert.True(exitCode == 0, error);
        // What is deprecated is warned of.
        Assert.Equal("", error);
        return [.. Yaml.All(output)];
    }
}
