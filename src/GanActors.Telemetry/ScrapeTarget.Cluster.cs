using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using OpenTelemetry.Metrics;

namespace GanActors.Telemetry;

/// <content>By OpenTelemetry's exporter for ASP.NET Core.</content>
[SuppressMessage("Performance", "CA1822", Justification = "On the other stack it has an exporter of its own.")]
internal sealed partial class ScrapeTarget
{
    public partial MeterProviderBuilder AddTo(MeterProviderBuilder meters) => meters.AddPrometheusExporter();

    public partial IEndpointConventionBuilder Map(WebApplication app, MeterProvider provider) =>
        app.MapPrometheusScrapingEndpoint(Path, provider, configureBranchedPipeline: null, optionsName: null);
}
