using System.Diagnostics.Metrics;

namespace GanActors.Telemetry.Tests;

/// <summary>Instruments with everything that is difficult to write.</summary>
internal sealed class OddMeters : IDisposable
{
    public const string First = "Odd.First", Second = "Odd.Second";

    private readonly Meter _first = new(new MeterOptions(First) { Version = "1.2", Tags = [new("kind", "odd")] }), _second = new(Second);
    private readonly Histogram<double> _histogram;

    public OddMeters()
    {
        _first.CreateObservableGauge("odd.gauge", () => new Measurement<double>(1.5, new KeyValuePair<string, object?>("what", "a \"quoted\\ word\"\nand ünïcode")), "1", "A \"meaning\"\nof two \\ lines");
        _first.CreateObservableCounter("odd.bytes", () => 123_456_789_012_345L, "By", "Counted");
        _first.CreateObservableCounter("odd.time", () => 7.25, "s", "Seconds");
        _first.CreateObservableUpDownCounter("odd.up_down", () => -3L, "{thing}");
        _first.CreateObservableGauge("odd.nan", () => double.NaN);
        _first.CreateObservableGauge("odd.infinite", () => double.NegativeInfinity);
        _first.CreateObservableGauge("odd.large", () => 1e300);
        _first.CreateObservableGauge("odd.small", () => 0.0000123456789012345);
        _first.CreateObservableGauge("odd.shared", () => 1L, null, "Told by two");
        _second.CreateObservableGauge("odd.shared", () => 2.5, null, "Told by two");
        _second.CreateObservableGauge("odd.labels", () => new Measurement<int>(1, new("a.b", true), new("number", 42), new("nothing", null), new("empty", "")));
        _second.CreateObservableGauge("odd.silent", () => Array.Empty<Measurement<int>>());
        _histogram = _first.CreateHistogram<double>(
            "odd.duration", "s", "How long", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0, 0.00001, 0.0025, 0.5, 1, 10, 123456, 1e6, 2.5e7] });
    }

    public void Record()
    {
        _histogram.Record(0.002, new KeyValuePair<string, object?>("side", "one"));
        _histogram.Record(5, new KeyValuePair<string, object?>("side", "one"));
        _histogram.Record(1e9, new KeyValuePair<string, object?>("side", "other"));
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }
}
