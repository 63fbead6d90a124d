using System.Text.RegularExpressions;

namespace GanActors.Deploy.Tests.Grafana;

/// <summary>
/// The rules of Grafana's dashboard linter, each under its name there. One differs: what others call <c>instance</c> is a silo here, so the variable is <c>silo</c>; the label
/// that it is compared with is still <c>instance</c>.
/// </summary>
public sealed partial class LinterTests
{
    // Series without an instance: means over all silos of a job.
    private static readonly string[] WithoutInstance = ["job:ganactors_exchange_overhead_seconds:mean5m"];

    // Gauges of .NET's, whose kind of instrument makes the exporters call them so.
    private static readonly string[] Gauges = ["dotnet_thread_pool_thread_count_total{", "dotnet_thread_pool_queue_length_total{"];

    private static readonly string[] Units = ["short", "percentunit", "s", "bytes", "Bps", "ops", "sci", "locale"];

    public static TheoryData<string> Files => Dashboards.Files;

    [Theory]
    [MemberData(nameof(Files))]
    public void Template_datasource_rule(string name)
    {
        var source = Assert.Single(Dashboards.Variables(Dashboards.Read(name)), variable => (string?)variable["type"] == "datasource");
        Assert.Equal(("datasource", "Data source", "prometheus"), ((string?)source["name"], (string?)source["label"], (string?)source["query"]));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Template_job_and_instance_rules(string name)
    {
        foreach (var (variable, label) in new[] { ("job", "Job"), ("silo", "Silo") })
        {
            var found = Assert.Single(Dashboards.Variables(Dashboards.Read(name)), each => (string?)each["name"] == variable);
            Assert.Equal(("query", label, ".+"), ((string?)found["type"], (string?)found["label"], (string?)found["allValue"]));
            Assert.True((bool)found["multi"]! && (bool)found["includeAll"]!);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Template_label_promql_and_on_time_change_reload_rules(string name)
    {
        foreach (var variable in Dashboards.Variables(Dashboards.Read(name)).Where(variable => (string?)variable["type"] == "query"))
        {
            Assert.Matches(@"^label_values\([a-z_]+(\{.+\})?, [a-z]+\)$", (string)variable["query"]!["query"]!);
            Assert.Equal("${datasource}", (string?)variable["datasource"]!["uid"]);
            Assert.Equal(2, (int)variable["refresh"]!);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Panel_datasource_and_no_targets_rules(string name)
    {
        foreach (var panel in Dashboards.Panels(Dashboards.Read(name)))
        {
            Assert.Equal("${datasource}", (string?)panel["datasource"]!["uid"]);
            Assert.NotEmpty(panel["targets"]!.AsArray());
            Assert.All(panel["targets"]!.AsArray(), target => Assert.Equal("${datasource}", (string?)target!["datasource"]!["uid"]));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Panel_title_description_and_units_rules(string name)
    {
        var panels = Dashboards.Panels(Dashboards.Read(name)).ToArray();
        foreach (var panel in panels)
        {
            Assert.NotEqual("", (string)panel["title"]!);
            Assert.Matches(@"^[A-Z`].+\.$", (string)panel["description"]!);
            Assert.Contains((string)panel["fieldConfig"]!["defaults"]!["unit"]!, Units);
        }

        Assert.Equal(panels.Length, panels.DistinctBy(panel => (string)panel["title"]!).Count());
        Assert.Equal(panels.Length, panels.DistinctBy(panel => (int)panel["id"]!).Count());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Target_job_and_instance_rules(string name)
    {
        foreach (var (where, query) in Dashboards.Queries(name))
        {
            foreach (Match series in Selector().Matches(query))
            {
                Assert.True(series.Groups[2].Value.Contains("job=~\"$job\"", StringComparison.Ordinal), $"{where}: {series.Value}");
                if (!WithoutInstance.Contains(series.Groups[1].Value))
                    Assert.True(series.Groups[2].Value.Contains("instance=~\"$silo\"", StringComparison.Ordinal), $"{where}: {series.Value}");
            }

            // Nothing is asked for without braces.
            Assert.DoesNotMatch(@"\b(ganactors|dotnet|orleans|up)_[a-z_]+(?![a-z_{:])(?!\{)", query);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Target_rate_interval_and_counter_agg_rules(string name)
    {
        foreach (var (where, query) in Dashboards.Queries(name))
        {
            Assert.All(Range().Matches(query), range => Assert.True(
                range.Groups[1].Value is "rate" or "increase" or "irate" ? range.Groups[2].Value == "$__rate_interval" : range.Groups[2].Value == "$__range", $"{where}: {range.Value}"));
            foreach (var counter in Counter().Matches(query).Where(counter => !Gauges.Contains(counter.Value)))
            {
                // How often since the process was started is a sum of the counter itself.
                bool isSumSinceStart = Regex.IsMatch(query, @"^sum\(ganactors_(run_restores|runs_ended)_total\{[^}]*\}\)( or vector\(0\))?$");
                Assert.True(isSumSinceStart || Regex.IsMatch(query[..counter.Index], @"(rate|increase|irate)\($"), $"{where}: {query}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Uneditable_dashboard_rule(string name) => Assert.False((bool)Dashboards.Read(name)["editable"]!);

    [Theory]
    [MemberData(nameof(Files))]
    public void Panels_do_not_overlap_and_stay_within_24_columns(string name)
    {
        var places = Dashboards.Read(name)["panels"]!.AsArray().Select(panel => panel!["gridPos"]!).Select(at => ((int)at["x"]!, (int)at["y"]!, (int)at["w"]!, (int)at["h"]!)).ToArray();
        var taken = new HashSet<(int, int)>();
        foreach (var (x, y, width, height) in places)
        {
            Assert.InRange(x + width, 1, 24);
            for (int column = x; column < x + width; column++)
            {
                for (int row = y; row < y + height; row++)
                    Assert.True(taken.Add((column, row)));
            }
        }
    }

    [GeneratedRegex(@"([A-Za-z_:][A-Za-z0-9_:]*)\{([^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(\w+)\([^()]*?\[([^\]]+)\]")]
    private static partial Regex Range();

    [GeneratedRegex(@"\w+_total\{")]
    private static partial Regex Counter();
}
