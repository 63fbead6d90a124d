using GanActors.Meters;
using GanActors.Telemetry.Prometheus;

namespace GanActors.Telemetry.Tests;

public sealed class ExpositionTests
{
    [Fact]
    public async Task What_would_end_a_line_or_a_label_is_escaped()
    {
        using var odd = new OddMeters();
        using var scraped = new ScrapedMeters(OddMeters.First);

        string text = await scraped.Scrape(), open = await scraped.Scrape(ExpositionFormat.All[0]);

        Assert.Contains("# HELP odd_gauge A \"meaning\"\\nof two \\\\ lines\n", text, StringComparison.Ordinal);
        Assert.Contains("# HELP odd_gauge A \\\"meaning\\\"\\nof two \\\\ lines\n", open, StringComparison.Ordinal);
        Assert.Contains(
            "odd_gauge{otel_scope_name=\"Odd.First\",otel_scope_version=\"1.2\",otel_scope_kind=\"odd\",what=\"a \\\"quoted\\\\ word\\\"\\nand ünïcode\"} 1.5\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenMetrics_has_units_and_an_end_and_names_counters_without_total()
    {
        using var odd = new OddMeters();
        using var scraped = new ScrapedMeters(OddMeters.First);

        string open = await scraped.Scrape(ExpositionFormat.All[0]);

        Assert.Contains("# TYPE odd_bytes counter\n# UNIT odd_bytes bytes\n# HELP odd_bytes Counted\nodd_bytes_total{", open, StringComparison.Ordinal);
        Assert.Contains("\nodd_bytes_created{", open, StringComparison.Ordinal);
        Assert.EndsWith("\n# EOF\n", open, StringComparison.Ordinal);
        Assert.DoesNotContain("# EOF", await scraped.Scrape(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buckets_count_what_is_below_their_bound()
    {
        using var odd = new OddMeters();
        using var scraped = new ScrapedMeters(OddMeters.First);
        odd.Record();

        string[] lines = [.. (await scraped.Scrape(ExpositionFormat.All[0])).Split('\n').Where(line => line.Contains("side=\"one\"", StringComparison.Ordinal))];

        Assert.Equal(
            ["0.0 0", "1e-05 0", "0.0025 1", "0.5 1", "1.0 1", "10.0 2", "123456.0 2", "1e+06 2", "2.5e+07 2", "+Inf 2"],
            lines.Where(line => line.StartsWith("odd_duration_seconds_bucket", StringComparison.Ordinal)).Select(line => line.Split("le=\"")[1].Replace("\"}", "", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith("odd_duration_seconds_sum", StringComparison.Ordinal) && line.EndsWith(" 5.002", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("odd_duration_seconds_count", StringComparison.Ordinal) && line.EndsWith(" 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_meters_with_one_name_share_their_head_and_what_has_no_series_has_none()
    {
        using var odd = new OddMeters();
        using var scraped = new ScrapedMeters(OddMeters.First, OddMeters.Second);

        string text = await scraped.Scrape();

        Assert.Equal(2, text.Split("# TYPE odd_shared").Length);
        Assert.Contains("odd_shared{otel_scope_name=\"Odd.Second\"} 2.5\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("odd_silent", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promtool_finds_nothing_wrong_with_what_we_tell()
    {
        if (Promtool.Find() is not { } promtool)
        {
            Assert.Skip("promtool is not here; it comes with Debian's package prometheus");
            return;
        }

        using var scraped = new ScrapedMeters();
        using var meters = new SiloMeters();
        using var run = TinyRun.BeginAndTellAll(meters, "checked");
        using var sweep = TinyRun.BeginSweep(meters, "checked");
        TinyRun.TellOfSilo(meters);

        Assert.Equal("", await Promtool.CheckMetrics(promtool, await scraped.Scrape()));
    }
}
