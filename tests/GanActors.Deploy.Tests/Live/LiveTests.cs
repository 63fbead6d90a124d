using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GanActors.Deploy.Tests.Grafana;

namespace GanActors.Deploy.Tests.Live;

/// <summary>What the dashboards and rules ask, asked of a real Prometheus that watches real runs.</summary>
public sealed partial class LiveTests(Scene scene) : IClassFixture<Scene>
{
    public static TheoryData<string> Files => Dashboards.Files;

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_query_of_a_dashboard_has_an_answer(string name)
    {
        var missing = new List<(string Panel, string Query)>();
        foreach (var panel in Dashboards.Panels(Dashboards.Read(name)))
        {
            foreach (var target in panel["targets"]!.AsArray())
            {
                string title = $"{name}: {panel["title"]}";
                if (!Scene.Silent.ContainsKey(title) && !Scene.Silent.ContainsKey($"{title}: {target!["legendFormat"]}"))
                    missing.Add((title, (string)target!["expr"]!));
                else
                    await scene.Prometheus.Ask(Filled((string)target!["expr"]!));
            }
        }

        await PrometheusServer.Until(
            async () =>
            {
                foreach (var (panel, query) in missing.ToArray())
                {
                    if ((await scene.Prometheus.Ask(Filled(query))).Any(IsNumber))
                        missing.Remove((panel, query));
                }

                return missing.Count == 0;
            },
            () => $"No answer for\n{string.Join('\n', missing.Select(each => $"{each.Panel}: {Filled(each.Query)}"))}");
    }

    [Fact]
    public void Panels_that_are_excused_are_there()
    {
        string[] panels = [.. Dashboards.Files.Select(row => row.Data).SelectMany(file => Dashboards.Panels(Dashboards.Read(file)).SelectMany(panel =>
            panel["targets"]!.AsArray().Select(target => $"{file}: {panel["title"]}: {target!["legendFormat"]}").Prepend($"{file}: {panel["title"]}")))];
        Assert.All(Scene.Silent.Keys, excused => Assert.Contains(excused, panels));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Annotations_are_understood_and_variables_have_values(string name)
    {
        var dashboard = Dashboards.Read(name);
        foreach (var annotation in dashboard["annotations"]!["list"]!.AsArray())
            await scene.Prometheus.Ask(Filled((string)annotation!["expr"]!));
        foreach (var variable in Dashboards.Variables(dashboard).Where(variable => (string?)variable["type"] == "query"))
        {
            var parts = LabelValues().Match((string)variable["definition"]!);
            string series = Filled(parts.Groups[1].Value), label = parts.Groups[2].Value;
            await PrometheusServer.Until(async () => (await scene.Prometheus.Values(label, series)).Length > 0, () => $"{name}: no value for ${variable["name"]}");
        }
    }

    [Fact]
    public async Task Every_rule_is_understood_and_every_recorded_series_is_there()
    {
        await PrometheusServer.Until(
            async () => (await scene.Prometheus.Rules()).All(rule => (string?)rule["health"] == "ok"), () => "A rule is not evaluated");
        foreach (var rule in await scene.Prometheus.Rules())
        {
            string name = (string)rule["name"]!;
            if ((string?)rule["type"] == "recording")
                await PrometheusServer.Until(async () => (await scene.Prometheus.Ask(name)).Any(IsNumber), () => $"Nothing is recorded as {name}");
        }
    }

    [Fact]
    public async Task Alerts_fire_for_the_run_that_collapses_and_the_trial_that_diverges_and_leave_the_healthy_run_alone()
    {
        ILookup<string, JsonNode>? firing = null;
        await PrometheusServer.Until(
            async () =>
            {
                firing = await scene.Prometheus.Firing();
                return firing["GanModeCollapseSuspected"].Any(labels => (string?)labels["run"] == Scene.Collapsing) && firing["GanLossNotFinite"].Any();
            },
            () => $"What fires is {string.Join(", ", firing!.Select(alert => alert.Key))}");
        Assert.DoesNotContain(firing!.SelectMany(alert => alert), labels => (string?)labels["run"] == Scene.Healthy);
        // A run that has just begun has done nothing for the ten minutes of GanDuelStalled, which here are none: promtool tests that one.
        string[] silent = ["GanCheckpointTooOld", "GanCheckpointFails", "GanRunWaits", "GanSiloDown", "GanSiloMissing", "GanDeviceLost", "GanExchangeSlow"];
        Assert.All(silent, alert => Assert.Empty(firing![alert]));
    }

    /// <summary>With everything chosen, as a dashboard is opened.</summary>
    private static string Filled(string query) => query
        .Replace("$job", ".+", StringComparison.Ordinal).Replace("$silo", ".+", StringComparison.Ordinal)
        .Replace("$run", ".+", StringComparison.Ordinal).Replace("$sweep", ".*", StringComparison.Ordinal)
        .Replace("$__rate_interval", "15s", StringComparison.Ordinal).Replace("$__range", "5m", StringComparison.Ordinal);

    private static bool IsNumber(JsonNode? series) => (string?)series!["value"]![1] != "NaN";

    [GeneratedRegex(@"^label_values\((.+), ([a-z]+)\)$")]
    private static partial Regex LabelValues();
}
