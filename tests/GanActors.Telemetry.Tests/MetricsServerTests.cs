using System.Net;
using GanActors.Meters;

namespace GanActors.Telemetry.Tests;

public sealed class MetricsServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scrape_gets_runs_and_the_runtime_in_the_format_it_asks_for()
    {
        using var meters = new SiloMeters();
        using var run = TinyRun.BeginAndTellAll(meters, "scraped");
        using var telemetry = ProcessTelemetry.Start(isScraped: true)!;
        await using var server = await MetricsServer.StartAsync(telemetry, new IPEndPoint(IPAddress.Loopback, 0), Stop);
        using var client = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.GZip });

        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);
        request.Headers.Accept.ParseAdd("application/openmetrics-text; version=1.0.0");
        using var response = await client.SendAsync(request, Stop);
        string text = await response.Content.ReadAsStringAsync(Stop);

        Assert.Equal("application/openmetrics-text", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("ganactors_loss{otel_scope_name=\"GanActors.Runs\",network=\"generator\",run=\"scraped\"} 0.8\n", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_process_cpu_time_seconds_total{", text, StringComparison.Ordinal);
        Assert.Contains("service_name=\"ganactors\"", text, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_one_sentence()
    {
        using var telemetry = ProcessTelemetry.Start(isScraped: true)!;
        await using var first = await MetricsServer.StartAsync(telemetry, new IPEndPoint(IPAddress.Loopback, 0), Stop);
        using var other = ProcessTelemetry.Start(isScraped: true)!;

        var fault = await Assert.ThrowsAsync<TelemetryException>(() => MetricsServer.StartAsync(other, new IPEndPoint(IPAddress.Loopback, first.Address.Port), Stop));

        Assert.Equal($"127.0.0.1:{first.Address.Port} is taken; metrics can be told at another port, or at 0 for any that is free", fault.Message);
    }

    [Fact]
    public async Task It_listens_where_it_is_told_and_nowhere_else()
    {
        using var telemetry = ProcessTelemetry.Start(isScraped: true)!;
        await using var server = await MetricsServer.StartAsync(telemetry, new IPEndPoint(IPAddress.Loopback, 0), Stop);

        Assert.Equal("127.0.0.1", server.Address.Host);
        Assert.Equal("/metrics", server.Address.AbsolutePath);
        using var client = new HttpClient();
        using var elsewhere = await client.GetAsync(new Uri(server.Address, "/else"), Stop);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public void Nothing_listens_if_nobody_wants_to_know() => Assert.Null(ProcessTelemetry.Start(isScraped: false));
}
