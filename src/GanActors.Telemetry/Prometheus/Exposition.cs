using System.Globalization;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace GanActors.Telemetry.Prometheus;

/// <summary>Writes metrics in a format that Prometheus reads: family by family in the order of their names, each with its type, unit and meaning once.</summary>
/// <param name="format">The format.</param>
/// <param name="output">Where it goes.</param>
internal sealed class Exposition(ExpositionFormat format, ExpositionWriter output)
{
    /// <summary>Writes them all.</summary>
    /// <param name="resource">What they are of.</param>
    /// <param name="metrics">The metrics.</param>
    public void Write(Resource resource, IEnumerable<Metric> metrics)
    {
        WriteTarget(resource);
        var families = metrics
            .Where(metric => metric.MetricType != MetricType.ExponentialHistogram)
            .Select(metric => (Metric: metric, Name: MetricName.Of(metric)))
            .GroupBy(entry => FamilyOf(entry.Name), StringComparer.Ordinal)
            .OrderBy(family => family.Key, StringComparer.Ordinal);
        foreach (var family in families)
        {
            // Series of one name and two types would make the whole text unreadable.
            if (family.Select(entry => entry.Name.Type).Distinct().Count() == 1)
                WriteFamily(family.Key, [.. family.OrderBy(entry => entry.Metric.MeterName, StringComparer.Ordinal).ThenBy(entry => entry.Metric.Name, StringComparer.Ordinal)]);
        }

        if (format.IsOpenMetrics)
            output.Add("# EOF\n"u8);
    }

    private string FamilyOf(MetricName name) => format.IsOpenMetrics ? name.OpenMetricsFamily : name.Family;

    private void WriteTarget(Resource resource)
    {
        string family = format.IsOpenMetrics ? "target" : "target_info";
        if (!resource.Attributes.Any())
            return;
        output.Add($"# TYPE {family} {(format.IsOpenMetrics ? "info" : "gauge")}\n# HELP {family} Target metadata\ntarget_info");
        var labels = new LabelSet(output);
        foreach (var (key, value) in resource.Attributes)
            labels.Add(key, value);
        labels.End();
        output.Add(" 1\n"u8);
    }

    private void WriteFamily(string family, IReadOnlyList<(Metric Metric, MetricName Name)> metrics)
    {
        bool isBegun = false;
        foreach (var (metric, name) in metrics)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                if (!isBegun)
                    WriteHead(family, metrics);
                isBegun = true;
                if (name.Type == "histogram")
                    WriteHistogram(name, metric, point);
                else
                    WriteNumber(name, metric, point);
            }
        }
    }

    private void WriteHead(string family, IReadOnlyList<(Metric Metric, MetricName Name)> metrics)
    {
        output.Add($"# TYPE {family} {metrics[0].Name.Type}\n");
        if (format.IsOpenMetrics && metrics.Select(entry => entry.Name.Unit).FirstOrDefault(unit => unit.Length > 0) is { } unit)
            output.Add($"# UNIT {family} {unit}\n");
        if (metrics.Select(entry => entry.Metric.Description).FirstOrDefault(text => !string.IsNullOrEmpty(text)) is { } meaning)
        {
            output.Add($"# HELP {family} ");
            output.AddEscaped(meaning, isQuoted: format.IsOpenMetrics);
            output.Add("\n"u8);
        }
    }

    private void WriteNumber(MetricName name, Metric metric, in MetricPoint point)
    {
        Begin(name.Family, ""u8, metric, point);
        switch (metric.MetricType)
        {
            case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                output.Add(point.GetSumLong());
                break;
            case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                output.Add(point.GetSumDouble());
                break;
            case MetricType.LongGauge:
                output.Add(point.GetGaugeLastValueLong());
                break;
            default:
                output.Add(point.GetGaugeLastValueDouble());
                break;
        }

        output.Add("\n"u8);
        if (name.Type == "counter")
            WriteCreated(name, metric, point);
    }

    private void WriteHistogram(MetricName name, Metric metric, in MetricPoint point)
    {
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            output.Add(name.Family);
            output.Add("_bucket"u8);
            var labels = LabelsOf(metric, point);
            labels.AddBound(bucket.ExplicitBound, format.IsOpenMetrics);
            labels.End();
            output.Add(" "u8);
            output.Add(below);
            output.Add("\n"u8);
        }

        Begin(name.Family, "_sum"u8, metric, point);
        output.Add(point.GetHistogramSum());
        output.Add("\n"u8);
        Begin(name.Family, "_count"u8, metric, point);
        output.Add(point.GetHistogramCount());
        output.Add("\n"u8);
        WriteCreated(name, metric, point);
    }

    // Since when it has been counted: OpenMetrics alone can say so.
    private void WriteCreated(MetricName name, Metric metric, in MetricPoint point)
    {
        if (!format.IsOpenMetrics)
            return;
        Begin(name.OpenMetricsFamily, "_created"u8, metric, point);
        output.Add((point.StartTime - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond);
        output.Add("\n"u8);
    }

    // A sample up to its value.
    private void Begin(string family, ReadOnlySpan<byte> suffix, Metric metric, in MetricPoint point)
    {
        output.Add(family);
        output.Add(suffix);
        LabelsOf(metric, point).End();
        output.Add(" "u8);
    }

    private LabelSet LabelsOf(Metric metric, in MetricPoint point)
    {
        var labels = new LabelSet(output);
        labels.Add("otel_scope_name", metric.MeterName);
        if (!string.IsNullOrEmpty(metric.MeterVersion))
            labels.Add("otel_scope_version", metric.MeterVersion);
        foreach (var (key, value) in metric.MeterTags ?? [])
            labels.Add("otel_scope_" + key, value);
        foreach (var (key, value) in point.Tags)
            labels.Add(key, value);
        return labels;
    }

    /// <summary>Labels between braces; none without labels.</summary>
    private struct LabelSet(ExpositionWriter output)
    {
        private bool _isBegun;

        public void Add(string key, object? value)
        {
            Begin(IsClean(key) ? key : MetricName.Clean(key, mayHaveColons: false));
            output.AddEscaped(
                value switch
                {
                    string text => text,
                    bool truth => truth ? "true" : "false",
                    _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
                },
                isQuoted: true);
            output.Add("\""u8);
        }

        public void AddBound(double bound, bool isCanonical)
        {
            Begin("le");
            if (isCanonical)
                output.AddCanonical(bound);
            else
                output.Add(bound);
            output.Add("\""u8);
        }

        public readonly void End()
        {
            if (_isBegun)
                output.Add("}"u8);
        }

        private void Begin(string key)
        {
            output.Add(_isBegun ? ","u8 : "{"u8);
            _isBegun = true;
            output.Add(key);
            output.Add("=\""u8);
        }

        private static bool IsClean(string key)
        {
            foreach (char letter in key)
            {
                if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
                    return false;
            }

            return key.Length > 0 && !char.IsAsciiDigit(key[0]);
        }
    }
}
