using System.Text;
using GanActors.Meters;
using GanActors.Telemetry.Prometheus;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace GanActors.Telemetry.Tests;

/// <summary>Meters that a test reads as text, as a scrape would.</summary>
internal sealed class ScrapedMeters : IDisposable
{
    private readonly PullExporter _exporter = new();
    private readonly MeterProvider _provider;

    public ScrapedMeters(params string[] meters) => _provider = ProcessTelemetry.Listen(Sdk.CreateMeterProviderBuilder(), meters.Length == 0 ? [.. MeterNames.All] : meters)
        .AddReader(new BaseExportingMetricReader(_exporter)).Build();

    public async Task<string> Scrape(ExpositionFormat? format = null)
    {
        string text = "";
        await _exporter.Scrape(
            format ?? ExpositionFormat.Text,
            bytes =>
            {
                text = Encoding.UTF8.GetString(bytes.Span);
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        return text;
    }

    /// <summary>The series of a run, of every instrument; other tests have others at the same time.</summary>
    public async Task<IReadOnlyList<string>> SeriesWith(string label) =>
        [.. (await Scrape()).Split('\n').Where(line => line.Contains(label, StringComparison.Ordinal))];

    public void Dispose() => _provider.Dispose();
}
