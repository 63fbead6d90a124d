using GanActors.Cli.Rendering;
using GanActors.Datasets;

namespace GanActors.Cli.Tests.Rendering;

public sealed class LoadLineTests
{
    [Fact]
    public void In_a_log_it_is_a_line_every_tenth_of_the_way()
    {
        var (console, text) = Sample.Console(160);
        using (var line = new LoadLine(console))
        {
            for (int i = 0; i <= 1000; i++)
                line.Report(new DownloadProgress("mnist", "train-images-idx3-ubyte.gz", "mirror.example", i * 10_000, 10_000_000));
        }

        string[] lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(11, lines.Length);
        Assert.Equal("mnist: 5.0 MB of 10.0 MB, train-images-idx3-ubyte.gz from mirror.example", lines[5].TrimEnd());
    }

    [Fact]
    public void Decoding_counts_pictures()
    {
        var (console, text) = Sample.Console(160);
        using (var line = new LoadLine(console))
        {
            for (int i = 0; i <= 2000; i++)
                line.Report(new DecodeProgress("photos", "/pictures/photos", i, 2000));
        }

        string[] lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(11, lines.Length);
        Assert.Equal("photos: 1,000 of 2,000 pictures decoded, from /pictures/photos", lines[5].TrimEnd());
    }
}
