using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using GanActors.Meters;
using GanActors.Telemetry.Prometheus;

namespace GanActors.Telemetry.Tests;

/// <summary><c>docs/metrics.md</c> says what there is, and there is what it says.</summary>
public sealed partial class DocumentedMetricsTests : IDisposable
{
    private static readonly IReadOnlyList<Row> Documented =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "metrics.md"))
            .Where(line => line.StartsWith("| `ganactors", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => new Row(Word(cells[0]), Word(cells[1]), cells[2], Word(cells[3]), LabelsIn(cells[4]))),
    ];

    private readonly SiloMeters _meters = new();

    public void Dispose() => _meters.Dispose();

    [Fact]
    public void Every_instrument_has_its_row_and_every_row_its_instrument()
    {
        using var run = TinyRun.Begin(_meters, "documented");
        using var sweep = TinyRun.BeginSweep(_meters, "documented");
        var registered = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (MeterNames.All.Contains(instrument.Meter.Name))
                    registered.Add($"{instrument.Name} {KindOf(instrument)} {instrument.Unit}".TrimEnd());
            },
        };
        listener.Start();

        Assert.Equal(Documented.Select(row => $"{row.Instrument} {row.Kind} {row.Unit}".TrimEnd()).Order(StringComparer.Ordinal), registered);
    }

    [Fact]
    public void Names_in_Prometheus_are_what_comes_of_instruments() => Assert.All(
        Documented, row => Assert.Equal(MetricName.Of(row.Instrument, row.Unit, row.Kind).Family, row.Family));

    [Fact]
    public async Task Series_have_the_labels_that_are_documented()
    {
        using var scraped = new ScrapedMeters();
        using var run = TinyRun.BeginAndTellAll(_meters, "labels");
        using var sweep = TinyRun.BeginSweep(_meters, "labels");
        TinyRun.TellOfSilo(_meters);
        string text = await scraped.Scrape();

        foreach (var row in Documented)
        {
            string series = row.Family + (row.Kind == "histogram" ? "_count" : "");
            var found = text.Split('\n').Where(line => line.StartsWith(series + "{", StringComparison.Ordinal)).ToList();
            Assert.True(found.Count > 0, $"There is no series of {row.Instrument}.");
            Assert.All(found, line => Assert.Equal(
                row.Labels.Order(StringComparer.Ordinal),
                LabelName().Matches(line).Select(match => match.Groups[1].Value).Where(label => label != "otel_scope_name").Order(StringComparer.Ordinal)));
        }
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "ObservableCounter" or "Counter" => "counter",
        "Histogram" => "histogram",
        "ObservableGauge" => "gauge",
        var other => other,
    };

    private static string Word(string cell) => cell.Trim('`');

    // A label's values stand after a colon.
    private static IReadOnlyList<string> LabelsIn(string cell) =>
        [.. LabelInCell().Matches(ValuesInCell().Replace(cell, "")).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(": (`[^`]+`(, )?)+(?=;|$)")]
    private static partial Regex ValuesInCell();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex LabelInCell();

    [GeneratedRegex("([a-z_]+)=\"")]
    private static partial Regex LabelName();

    private sealed record Row(string Instrument, string Family, string Kind, string Unit, IReadOnlyList<string> Labels);
}
