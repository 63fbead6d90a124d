namespace GanActors.Telemetry;

/// <summary>What the standard environment variables of OpenTelemetry wish to be sent on, by OTLP. The exporter itself reads where to and how.</summary>
internal static class OtlpWish
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Whether metrics are to be sent.</summary>
    public static bool Metrics => IsWished("METRICS");

    /// <summary>Whether traces are to be sent.</summary>
    public static bool Traces => IsWished("TRACES");

    // The specification would have them sent to a collector on this machine if nothing is said; a laptop has none.
    private static bool IsWished(string signal) => Value($"OTEL_{signal}_EXPORTER") switch
    {
        null => Value(Endpoint) is not null || Value($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") is not null,
        var names => names.Split(',', StringSplitOptions.TrimEntries).Contains("otlp"),
    };

    private static string? Value(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
