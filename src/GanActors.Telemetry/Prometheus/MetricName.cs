using System.Text;
using OpenTelemetry.Metrics;

namespace GanActors.Telemetry.Prometheus;

/// <summary>
/// How an instrument is called in Prometheus, by OpenTelemetry's rules for compatibility with it: the unit in full is the name's end, and after it a counter has
/// <c>_total</c>.
/// </summary>
/// <param name="Family">What its metadata is of in the older text format: the name of a series.</param>
/// <param name="OpenMetricsFamily">What it is of in OpenMetrics: a counter's without <c>_total</c>.</param>
/// <param name="Unit">In full; empty for none.</param>
/// <param name="Type">In a word of the formats.</param>
internal sealed record MetricName(string Family, string OpenMetricsFamily, string Unit, string Type)
{
    private const string Total = "_total";

    /// <summary>The name of an instrument.</summary>
    public static MetricName Of(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        string type = metric.MetricType.IsHistogram() ? "histogram"
            : metric.MetricType is MetricType.LongSum or MetricType.DoubleSum ? "counter"
            : "gauge";
        return Of(metric.Name, metric.Unit, type);
    }

    /// <inheritdoc cref="Of(Metric)"/>
    public static MetricName Of(string instrument, string unit, string type)
    {
        bool isCounter = type == "counter";
        string name = Clean(instrument), inFull = InFull(unit);
        if (isCounter && name.EndsWith(Total, StringComparison.Ordinal))
            name = name[..^Total.Length];
        if (inFull.Length > 0 && !name.EndsWith(inFull, StringComparison.Ordinal))
            name += "_" + inFull;
        return new MetricName(isCounter ? name + Total : name, name, inFull, type);
    }

    /// <summary>A name of letters, digits and single underscores, which does not begin with a digit.</summary>
    /// <param name="name">Any name.</param>
    /// <param name="mayHaveColons">Whether colons are allowed, too: they are in names of metrics, not in those of labels.</param>
    public static string Clean(string name, bool mayHaveColons = true)
    {
        var clean = new StringBuilder(name.Length + 1);
        foreach (char letter in name)
        {
            if (clean.Length == 0 && char.IsAsciiDigit(letter))
                clean.Append('_');
            bool isAllowed = char.IsAsciiLetterOrDigit(letter) || (mayHaveColons && letter == ':');
            if (isAllowed)
                clean.Append(letter);
            else if (clean.Length == 0 || clean[^1] != '_')
                clean.Append('_');
        }

        return clean.ToString();
    }

    private static string InFull(string unit)
    {
        int open = unit.IndexOf('{', StringComparison.Ordinal), close = unit.IndexOf('}', StringComparison.Ordinal);
        if (open >= 0 && close > open)
            unit = unit.Remove(open, close - open + 1);
        int per = unit.IndexOf('/', StringComparison.Ordinal);
        string full = per >= 0 && per < unit.Length - 1 ? $"{Word(unit[..per])}_per_{Rate(unit[(per + 1)..])}" : Word(unit);
        return Clean(full).Trim('_');
    }

    private static string Word(string unit) => unit switch
    {
        "1" => "",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "min" => "minutes",
        "h" => "hours",
        "d" => "days",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "GiBy" => "gibibytes",
        "KBy" => "kilobytes",
        "MBy" => "megabytes",
        "GBy" => "gigabytes",
        "%" => "percent",
        "Hz" => "hertz",
        "W" => "watts",
        "J" => "joules",
        "Cel" => "celsius",
        _ => unit,
    };

    private static string Rate(string unit) => unit switch
    {
        "s" => "second",
        "m" => "minute",
        "h" => "hour",
        "d" => "day",
        _ => unit,
    };
}
