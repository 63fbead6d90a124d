using System.Text.RegularExpressions;

namespace GanActors.Deploy.Tests.Grafana;

public sealed partial class MetricNamesTests
{
    [Fact]
    public void Dashboards_rules_and_their_tests_ask_for_metrics_and_labels_that_there_are()
    {
        var documented = Row().Matches(Repository.Read("docs/metrics.md")).ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);
        Assert.NotEmpty(documented);
        string[] recorded = [.. Recorded().Matches(Repository.Read("deploy/prometheus/rules/recording.yml")).Select(match => match.Groups[1].Value)];
        foreach (var (where, text) in Asked())
        {
            foreach (Match name in Name().Matches(text))
            {
                if (recorded.Contains(name.Value))
                    continue;
                string series = Suffix().Replace(name.Value, "");
                Assert.True(documented.ContainsKey(name.Value) || documented.ContainsKey(series), $"{where}: docs/metrics.md has no {name.Value}");
            }

            foreach (Match selector in Selector().Matches(text))
            {
                if (!documented.TryGetValue(Suffix().Replace(selector.Groups[1].Value, ""), out string? labels) && !documented.TryGetValue(selector.Groups[1].Value, out labels))
                    continue;
                foreach (Match label in Label().Matches(selector.Groups[2].Value))
                    Assert.True(label.Groups[1].Value is "job" or "instance" or "otel_scope_name" || labels.Contains($"`{label.Groups[1].Value}`", StringComparison.Ordinal), $"{where}: {selector.Value} has no {label.Groups[1].Value}");
            }
        }
    }

    private static IEnumerable<(string Where, string Text)> Asked() =>
        Dashboards.Files.SelectMany(file => Dashboards.Queries(file))
            .Concat(new[] { "deploy/prometheus/rules", "deploy/prometheus/tests" }.SelectMany(folder => Repository.Files(folder, "*.yml")).Select(file => (file, Comment().Replace(Repository.Read(file), ""))));

    [GeneratedRegex(@"(?m)^\| `[a-z._]+` \| `([a-z_]+)` \|[^|]*\|[^|]*\|([^|]*)\|")]
    private static partial Regex Row();

    [GeneratedRegex(@"record: (\S+)")]
    private static partial Regex Recorded();

    [GeneratedRegex(@"[a-z:]*\bganactors_[a-z0-9_:]+|\w+:ganactors_[a-z0-9_:]+")]
    private static partial Regex Name();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"\b(ganactors_[a-z0-9_]+)\{([^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(\w+)(=|!=|=~|!~)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"(?m)^\s*#.*$")]
    private static partial Regex Comment();
}
