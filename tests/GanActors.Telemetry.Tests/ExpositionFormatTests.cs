using GanActors.Telemetry.Prometheus;

namespace GanActors.Telemetry.Tests;

public sealed class ExpositionFormatTests
{
    [Theory]
    [InlineData("", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("*/*", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/json", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("text/plain;version=1.0.0", "text/plain; version=1.0.0; charset=utf-8; escaping=underscores")]
    [InlineData("application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores")]
    [InlineData("application/openmetrics-text;version=0.0.1", "application/openmetrics-text; version=0.0.1; charset=utf-8")]
    [InlineData("application/openmetrics-text;version=9.9,text/plain;q=0.1", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("application/openmetrics-text;q=0,text/plain", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("text/plain;version=0.0.4;q=0.3,application/openmetrics-text;version=0.0.1;q=0.5", "application/openmetrics-text; version=0.0.1; charset=utf-8")]
    [InlineData(
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;q=0.4,*/*;q=0.1",
        "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores")]
    [InlineData("nonsense;;;", "text/plain; version=0.0.4; charset=utf-8")]
    public void The_client_gets_what_it_likes_best_of_what_there_is(string accept, string contentType) =>
        Assert.Equal(contentType, ExpositionFormat.Wanted(accept.Length == 0 ? null : [accept]).ContentType);
}
