using System.Globalization;
using GanActors.Server.Metrics;

namespace GanActors.Server.Tests.Metrics;

public sealed class MetricsIndexTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ganactors-metrics-").FullName;

    private string File => Path.Combine(_folder, "metrics.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(2_048)]
    [InlineData(2_049)]
    [InlineData(50_000)]
    public void Stretches_have_the_mean_the_least_and_the_greatest_of_their_rows(int rows)
    {
        Write(1, rows);
        var index = new MetricsIndex(File);
        index.Read(1);
        var view = index.View(100, null);
        Assert.Equal(rows, view.Rows);
        Assert.Equal(rows, view.Iterations[^1]);
        Assert.InRange(view.Iterations.Count, 1, 100);
        double from = 0;
        for (int i = 0; i < view.Iterations.Count; i++)
        {
            var part = Enumerable.Range((int)from + 1, (int)(view.Iterations[i] - from)).Select(Value).ToArray();
            // Means of stretches of equally many rows are means of rows, but where the last one is not full.
            Assert.Equal(part.Average(), view.Columns["g_loss"].Mean[i]!.Value, i == view.Iterations.Count - 1 ? 0.6 : 2e-5);
            Assert.Equal(part.Min(), view.Columns["g_loss"].Low[i]!.Value, 2e-5);
            Assert.Equal(part.Max(), view.Columns["g_loss"].High[i]!.Value, 2e-5);
            from = view.Iterations[i];
        }
    }

    [Fact]
    public void A_file_that_grows_is_read_on_and_a_line_without_an_end_is_left()
    {
        Write(1, 10);
        var index = new MetricsIndex(File);
        index.Read(1);
        System.IO.File.AppendAllText(File, "11,0.5,3.25");
        index.Read(1);
        Assert.Equal(10, index.Rows);
        System.IO.File.AppendAllText(File, ",1\n12,0.5,4,\n");
        var fresh = index.NewStretches(4);
        index.Read(1, fresh);
        Assert.Equal((12L, 2L, 12d), (index.Rows, fresh.Rows, index.LastIteration));
        Assert.Equal(3.25, fresh.Mean(0, 1));
        Assert.True(double.IsNaN(fresh.Mean(1, 2)));
    }

    [Fact]
    public void A_file_that_was_cut_back_is_read_anew()
    {
        Write(1, 100);
        var index = new MetricsIndex(File);
        index.Read(1);
        Write(1, 40);
        var fresh = index.NewStretches(4);
        index.Read(1, fresh);
        Assert.Equal((40L, 0L), (index.Rows, fresh.Rows));
        // Cut back and grown again between two looks: only the incarnation tells.
        Write(1, 60);
        index.Read(2);
        Assert.Equal(60, index.Rows);
    }

    [Fact]
    public void A_part_is_shown_more_finely_than_the_whole()
    {
        Write(1, 40_000);
        var index = new MetricsIndex(File);
        index.Read(1);
        var part = index.View(20_001, 20_100, 500, ["g_loss"]);
        Assert.Equal(Enumerable.Range(20_001, 100).Select(i => (double)i), part.Iterations);
        Assert.Equal(Value(20_050), part.Columns["g_loss"].Mean[49]!.Value, 1e-5);
        index.Read(1);
        Assert.Equal((40_000L, 40_000d), (index.Rows, index.LastIteration));
    }

    [Fact]
    public void Figures_that_are_no_numbers_and_lines_that_are_none_are_passed_over()
    {
        System.IO.File.WriteAllText(File, "iteration,a,b\n1,NaN,2\nrubbish\n2,1e-05,Infinity\n\n3,,\n");
        var index = new MetricsIndex(File);
        index.Read(1);
        var view = index.View(10, null);
        Assert.Equal([1d, 2, 3], view.Iterations);
        Assert.Equal([null, 1e-05, null], view.Columns["a"].Mean);
        Assert.Equal([2d, null, null], view.Columns["b"].Mean);
    }

    [Fact]
    public void A_file_that_is_not_there_yet_is_an_empty_one()
    {
        var index = new MetricsIndex(File);
        index.Read(0);
        Assert.Empty(index.View(10, null).Iterations);
        Assert.Empty(index.View(1, 5, 10, null).Iterations);
    }

    private static double Value(int iteration) => Math.Round(Math.Sin(iteration * 0.37) + (iteration % 13 / 13.0), 5);

    private void Write(int first, int last)
    {
        using var writer = new StreamWriter(File);
        writer.Write("iteration,epoch,g_loss,d_penalty\n");
        for (int i = first; i <= last; i++)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{i},{i / 100.0},{Value(i)},\n"));
    }
}
