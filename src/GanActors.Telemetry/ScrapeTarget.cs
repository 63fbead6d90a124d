using Microsoft.AspNetCore.Builder;
using OpenTelemetry.Metrics;

namespace GanActors.Telemetry;

/// <summary>What Prometheus scrapes. Which exporter stands behind it is decided in the file that completes this class, one for each stack; the text is the same.</summary>
internal sealed partial class ScrapeTarget
{
    /// <summary>Where it is.</summary>
    public const string Path = "/metrics";

    /// <summary>Reads the meters that a provider listens to.</summary>
    public partial MeterProviderBuilder AddTo(MeterProviderBuilder meters);

    /// <summary>Answers at <see cref="Path"/>.</summary>
    public partial IEndpointConventionBuilder Map(WebApplication app, MeterProvider provider);
}
