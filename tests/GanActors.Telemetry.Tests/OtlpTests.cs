using System.Collections.Concurrent;
using System.Text;
using GanActors.Duel;
using GanActors.Meters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GanActors.Telemetry.Tests;

public sealed class OtlpTests : IAsyncLifetime
{
    private static readonly string[] Variables = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_SERVICE_NAME", "OTEL_METRICS_EXPORTER", "OTEL_TRACES_EXPORTER"];

    private readonly ConcurrentDictionary<string, string> _received = new();
    private WebApplication _collector = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        _collector = builder.Build();
        _collector.MapPost("/v1/{signal}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            // Names and texts stand in the message as they are.
            _received.AddOrUpdate((string)context.Request.RouteValues["signal"]!, _ => Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
        });
        await _collector.StartAsync(TestContext.Current.CancellationToken);
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Urls.First());
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        Environment.SetEnvironmentVariable("OTEL_SERVICE_NAME", "my-gans");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string variable in Variables)
            Environment.SetEnvironmentVariable(variable, null);
        await _collector.DisposeAsync();
    }

    [Fact]
    public void Metrics_and_traces_go_where_the_environment_says()
    {
        using (var meters = new SiloMeters())
        using (var run = TinyRun.BeginAndTellAll(meters, "sent-on"))
        using (var telemetry = ProcessTelemetry.Start(isScraped: false))
        {
            Assert.NotNull(telemetry);
            using (DuelTrace.Iteration(new RunId("sent-on"), 1, 0))
            {
                using var command = DuelTrace.Sent(NetworkCommand.Judge);
            }

            // What has not been sent yet is sent when it ends, before the run does.
            telemetry.Dispose();
        }

        Assert.Contains("ganactors.iterations", _received["metrics"], StringComparison.Ordinal);
        Assert.Contains("sent-on", _received["metrics"], StringComparison.Ordinal);
        Assert.Contains("my-gans", _received["metrics"], StringComparison.Ordinal);
        Assert.Contains("iteration", _received["traces"], StringComparison.Ordinal);
        Assert.Contains("judge", _received["traces"], StringComparison.Ordinal);
        Assert.Contains("ganactors.run", _received["traces"], StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_environment_does_not_want_is_not_sent()
    {
        Environment.SetEnvironmentVariable("OTEL_METRICS_EXPORTER", "none");
        Environment.SetEnvironmentVariable("OTEL_TRACES_EXPORTER", "none");

        Assert.Null(ProcessTelemetry.Start(isScraped: false));
    }
}
