using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace GanActors.Telemetry.Prometheus;

/// <summary>A text format that Prometheus reads.</summary>
/// <param name="IsOpenMetrics">OpenMetrics; Prometheus' older text format if not.</param>
/// <param name="Version">Of the format.</param>
internal sealed record ExpositionFormat(bool IsOpenMetrics, string Version)
{
    private const string OpenMetricsType = "application/openmetrics-text", TextType = "text/plain";

    /// <summary>What a client gets that names none of them.</summary>
    public static readonly ExpositionFormat Text = new(false, "0.0.4");

    /// <summary>Those there are.</summary>
    public static readonly IReadOnlyList<ExpositionFormat> All = [new(true, "1.0.0"), new(true, "0.0.1"), Text, new(false, "1.0.0")];

    /// <summary>The value of the header. From version 1 on it says how names are escaped that Prometheus did not know before.</summary>
    public string ContentType => string.Create(
        CultureInfo.InvariantCulture, $"{(IsOpenMetrics ? OpenMetricsType : TextType)}; version={Version}; charset=utf-8{(Version[0] >= '1' ? "; escaping=underscores" : "")}");

    /// <summary>The format that a client likes best, of those there are.</summary>
    /// <param name="accept">Its <c>Accept</c> headers.</param>
    public static ExpositionFormat Wanted(IList<string>? accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            return Text;
        // A stable sort: of two that are liked as much, the first.
        return ranges
            .Where(range => range.Quality is not 0)
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(Of)
            .FirstOrDefault(format => format is not null) ?? Text;
    }

    private static ExpositionFormat? Of(MediaTypeHeaderValue range)
    {
        bool isOpenMetrics = range.MediaType.Equals(OpenMetricsType, StringComparison.OrdinalIgnoreCase);
        if (!isOpenMetrics && !range.MediaType.Equals(TextType, StringComparison.OrdinalIgnoreCase))
            return null;
        string? version = range.Parameters.FirstOrDefault(parameter => parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))?.GetUnescapedValue().Value;
        return All.FirstOrDefault(format => format.IsOpenMetrics == isOpenMetrics && (version is null || version == format.Version));
    }
}
