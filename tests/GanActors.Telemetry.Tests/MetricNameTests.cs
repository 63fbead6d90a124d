using GanActors.Telemetry.Prometheus;

namespace GanActors.Telemetry.Tests;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData("a.b", "", "gauge", "a_b", "a_b")]
    [InlineData("a.b", "1", "gauge", "a_b", "a_b")]
    [InlineData("a.b", "s", "gauge", "a_b_seconds", "a_b_seconds")]
    [InlineData("a.b", "By", "counter", "a_b_bytes_total", "a_b_bytes")]
    [InlineData("a.bytes", "By", "counter", "a_bytes_total", "a_bytes")]
    [InlineData("a.b_total", "s", "counter", "a_b_seconds_total", "a_b_seconds")]
    [InlineData("a.b", "{thing}", "counter", "a_b_total", "a_b")]
    [InlineData("a.b", "By/s", "gauge", "a_b_bytes_per_second", "a_b_bytes_per_second")]
    [InlineData("a--b..c", "", "gauge", "a_b_c", "a_b_c")]
    [InlineData("9a", "", "gauge", "_9a", "_9a")]
    [InlineData("a.b", "s", "histogram", "a_b_seconds", "a_b_seconds")]
    public void A_name_ends_with_its_unit_and_a_counter_with_total(string instrument, string unit, string type, string family, string openMetricsFamily)
    {
        var name = MetricName.Of(instrument, unit, type);
        Assert.Equal((family, openMetricsFamily), (name.Family, name.OpenMetricsFamily));
    }
}
