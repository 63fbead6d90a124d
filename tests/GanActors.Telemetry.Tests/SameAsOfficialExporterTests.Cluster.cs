using System.Net;
using System.Text;
using GanActors.Telemetry.Prometheus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace GanActors.Telemetry.Tests;

/// <summary>Our exporter and OpenTelemetry's write the same of the same instruments: what is learned of one stack's metrics holds for the other's.</summary>
public sealed class SameAsOfficialExporterTests
{
    [Theory]
    [InlineData("text/plain;version=0.0.4")]
    [InlineData("text/plain;version=1.0.0")]
    [InlineData("application/openmetrics-text;version=0.0.1")]
    [InlineData("application/openmetrics-text;version=1.0.0")]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.7")]
    public async Task Both_exporters_write_the_same(string accept)
    {
        var stop = TestContext.Current.CancellationToken;
        using var odd = new OddMeters();
        using var exporter = new PullExporter();
        using var provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("odd", serviceInstanceId: "1"))
            .AddMeter(OddMeters.First, OddMeters.Second)
            .AddReader(new BaseExportingMetricReader(exporter))
            .AddPrometheusExporter()
            .Build();
        odd.Record();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();
        app.MapPrometheusScrapingEndpoint("/official", provider, configureBranchedPipeline: null, optionsName: null);
        await app.StartAsync(stop);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Urls.First() + "/official");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await client.SendAsync(request, stop);

        var format = ExpositionFormat.Wanted([accept]);
        string ours = "";
        await exporter.Scrape(
            format,
            bytes =>
            {
                ours = Encoding.UTF8.GetString(bytes.Span);
                return Task.CompletedTask;
            },
            stop);

        Assert.Equal(response.Content.Headers.ContentType!.ToString(), format.ContentType);
        Assert.Equal(WithoutTimes(await response.Content.ReadAsStringAsync(stop)), WithoutTimes(ours));
    }

    // Two readers begin to count at two moments.
    private static string WithoutTimes(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Contains("_created{", StringComparison.Ordinal) ? line[..line.LastIndexOf(' ')] : line));
}
