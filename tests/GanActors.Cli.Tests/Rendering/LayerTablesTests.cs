using GanActors.Cli.Rendering;

namespace GanActors.Cli.Tests.Rendering;

public sealed class LayerTablesTests
{
    [Fact]
    public void The_keras_networks_have_the_published_parameter_counts()
    {
        var (console, text) = Sample.Console(80);
        LayerTables.Write(console, Sample.Heading().Plans);
        foreach (string count in new[] { "12,928", "101,136", "114,064", "100,480", "129", "100,609", "214,673" })
            Assert.Contains(count, text.ToString(), StringComparison.Ordinal);
        Approved.Match(text.ToString());
    }
}
