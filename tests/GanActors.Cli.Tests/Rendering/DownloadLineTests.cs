using GanActors.Cli.Rendering;
using GanActors.Datasets;

namespace GanActors.Cli.Tests.Rendering;

public sealed class DownloadLineTests
{
    [Fact]
    public void In_a_log_it_is_a_line_every_tenth_of_the_way()
    {
        var (console, text) = Sample.Console(160);
        using (var line = new DownloadLine(console))
        {
            for (int i = 0; i <= 1000; i++)
                line.Report(new DownloadProgress("mnist", "train-images-idx3-ubyte.gz", "mirror.example", i * 10_000, 10_000_000));
        }

        string[] lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(11, lines.Length);
        Assert.Equal("mnist: 5.0 MB of 10.0 MB, train-images-idx3-ubyte.gz from mirror.example", lines[5].TrimEnd());
    }
}
