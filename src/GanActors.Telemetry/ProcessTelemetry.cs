using GanActors.Meters;
using Microsoft.AspNetCore.Builder;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GanActors.Telemetry;

/// <summary>
/// Listens to the meters and traces of this process and passes them on: to whoever scrapes, and to where the environment's <c>OTEL_</c> variables say.
/// </summary>
public sealed class ProcessTelemetry : IDisposable
{
    /// <summary>The meters that are told: ours, the runtime's, and Orleans'.</summary>
    private static readonly string[] Meters = [.. MeterNames.All, "System.Runtime", "Microsoft.Orleans"];

    /// <summary>Where a mapped web application answers scrapes.</summary>
    public const string Path = ScrapeTarget.Path;

    private readonly ScrapeTarget? _target;
    private readonly MeterProvider? _meters;
    private readonly TracerProvider? _traces;

    private ProcessTelemetry(ScrapeTarget? target, MeterProvider? meters, TracerProvider? traces) => (_target, _meters, _traces) = (target, meters, traces);

    /// <summary>Begins to listen, if somebody wants to know anything; null if nobody does.</summary>
    /// <param name="isScraped">Whether it is to be <see cref="Map">mapped</see>.</param>
    public static ProcessTelemetry? Start(bool isScraped)
    {
        bool sendsMetrics = OtlpWish.Metrics, sendsTraces = OtlpWish.Traces;
        if (!isScraped && !sendsMetrics && !sendsTraces)
            return null;
        var target = isScraped ? new ScrapeTarget() : null;
        return new ProcessTelemetry(target, isScraped || sendsMetrics ? ReadMeters(target, sendsMetrics) : null, sendsTraces ? FollowTraces() : null);
    }

    /// <summary>Answers scrapes at <c>/metrics</c> of a web application.</summary>
    /// <param name="app">The application.</param>
    /// <param name="guard">Says who may scrape; null for anybody.</param>
    public void Map(WebApplication app, Action<IEndpointConventionBuilder>? guard = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        var endpoint = (_target ?? throw new InvalidOperationException("It was not begun to be scraped.")).Map(app, _meters!);
        guard?.Invoke(endpoint);
    }

    /// <summary>Ends it; what has not been sent yet is sent first.</summary>
    public void Dispose()
    {
        _meters?.Dispose();
        _traces?.Dispose();
    }

    /// <summary>Reads meters, with room for every series that ours come to have.</summary>
    internal static MeterProviderBuilder Listen(MeterProviderBuilder builder, string[] meters) => builder
        .AddMeter(meters)
        .AddView(instrument => instrument.Meter is LiveMeter live ? new MetricStreamConfiguration { CardinalityLimit = live.MostSeries(instrument) } : null);

    private static MeterProvider ReadMeters(ScrapeTarget? target, bool sends)
    {
        var builder = Listen(Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()), Meters);
        target?.AddTo(builder);
        if (sends)
            builder.AddOtlpExporter();
        return builder.Build();
    }

    private static TracerProvider FollowTraces()
    {
        var builder = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource(DuelTrace.SourceName).AddOtlpExporter();
        // The SDK reads the variable itself, where it is not told otherwise.
        if (Environment.GetEnvironmentVariable("OTEL_TRACES_SAMPLER") is null or "")
            builder.SetSampler(new PacedSampler(TimeSpan.FromSeconds(1)));
        return builder.Build();
    }

    // What the environment says of the service comes last, and wins.
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("ganactors", serviceVersion: SiloMeters.Version)
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
