using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GanActors.Deploy.Tests.Prometheus;

public sealed partial class RulesTests
{
    private const string Package = "prometheus";
    private const string Rules = "deploy/prometheus/rules";
    private const string Tests = "deploy/prometheus/tests";

    /// <summary>Every alert, by name.</summary>
    public static TheoryData<string> Alerts => [.. All().Where(rule => rule["alert"] is not null).Select(rule => (string)rule["alert"]!)];

    [Fact]
    public async Task Prometheus_takes_the_configuration_and_the_rules()
    {
        await Tool.Succeed(Package, "promtool", ["check", "rules", "--lint-fatal", .. Repository.Files(Rules, "*.yml")]);
        await Tool.Succeed(Package, "promtool", "check", "config", "deploy/prometheus/prometheus.yml");
    }

    [Fact]
    public async Task Alerts_fire_and_stay_silent_as_their_tests_say() =>
        await Tool.Succeed(Package, "promtool", ["test", "rules", .. Repository.Files(Tests, "*.yml")]);

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_says_what_is_wrong_how_bad_it_is_and_where_to_read_on(string name)
    {
        var rule = Rule(name);
        Assert.Matches("^Gan([A-Z][a-z]+)+$", name);
        Assert.Contains((string?)rule["labels"]!["severity"], new[] { "critical", "warning", "info" });
        string summary = (string)rule["annotations"]!["summary"]!;
        Assert.DoesNotContain("{{", summary, StringComparison.Ordinal);
        Assert.EndsWith(".", summary, StringComparison.Ordinal);
        Assert.Contains("{{", (string)rule["annotations"]!["description"]!, StringComparison.Ordinal);

        // The runbook's section is a heading of the alert's name.
        Assert.Equal($"docs/runbooks.md#{name.ToLowerInvariant()}", (string?)rule["annotations"]!["runbook_url"]);
        Assert.Contains($"\n## {name}\n", Repository.Read("docs/runbooks.md"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_is_tested_to_fire_and_to_stay_silent(string name)
    {
        var looks = Repository.Files(Tests, "*.yml").SelectMany(file => Yaml.File(file)["tests"]!.AsArray())
            .SelectMany(test => test!["alert_rule_test"]?.AsArray() ?? []).Where(look => (string?)look!["alertname"] == name).ToArray();
        Assert.Contains(looks, look => look!["exp_alerts"]!.AsArray().Count > 0);
        Assert.Contains(looks, look => look!["exp_alerts"]!.AsArray().Count == 0);
    }

    [Fact]
    public void Runbooks_are_of_alerts_that_there_are() =>
        Assert.Equal(
            All().Select(rule => (string?)rule["alert"]).OfType<string>().Order(),
            Heading().Matches(Repository.Read("docs/runbooks.md")).Select(match => match.Groups[1].Value).Order());

    [Fact]
    public void Recorded_series_say_what_is_left_of_their_labels()
    {
        foreach (var rule in All().Where(rule => rule["record"] is not null))
        {
            string[] parts = ((string)rule["record"]!).Split(':');
            Assert.Equal(3, parts.Length);
            Assert.Matches($@"\bby \((\w+, )*{parts[0]}(, \w+)*\)", (string)rule["expr"]!);
        }
    }

    [GeneratedRegex("^## (Gan[A-Za-z]+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    private static IEnumerable<JsonNode> All() => Repository.Files(Rules, "*.yml")
        .SelectMany(file => Yaml.File(file)["groups"]!.AsArray()).SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!);

    private static JsonNode Rule(string alert) => All().Single(rule => (string?)rule["alert"] == alert);
}
