using System.Diagnostics.CodeAnalysis;
using GanActors.Telemetry.Prometheus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry.Metrics;

namespace GanActors.Telemetry;

/// <content>By our own exporter, which needs OpenTelemetry's SDK and nothing else.</content>
[SuppressMessage("Design", "CA1001", Justification = "The provider that reads with the exporter disposes of it.")]
internal sealed partial class ScrapeTarget
{
    private readonly PullExporter _exporter = new();

    public partial MeterProviderBuilder AddTo(MeterProviderBuilder meters) => meters.AddReader(new BaseExportingMetricReader(_exporter));

    public partial IEndpointConventionBuilder Map(WebApplication app, MeterProvider provider) =>
        app.MapGet(Path, (HttpContext context) => ScrapeEndpoint.Answer(context, _exporter));
}
