namespace GanActors.Datasets.Tests;

public sealed class MixtureDatasetTests
{
    public static TheoryData<string, int> Sets => new() { { "ring", 8 }, { "grid", 25 } };

    private static async Task<MixtureDataset> LoadAsync(string name) => (MixtureDataset)await new DatasetCatalog(
        DataDirectory.Resolve(Path.Combine(Path.GetTempPath(), "no-such-folder")), downloads: false)
        .LoadAsync(name, cancellation: TestContext.Current.CancellationToken);

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Every_mode_has_its_share_its_centre_and_its_spread(string name, int modes)
    {
        var set = await LoadAsync(name);
        Assert.Equal((100_000, modes, "[2]"), (set.Count, set.Classes, set.Item.ToString()));
        int[] all = [.. Enumerable.Range(0, set.Count)];
        float[] points = new float[2 * set.Count];
        byte[] labels = new byte[set.Count];
        set.Gather(all, PixelRange.Unit, points);
        set.GatherLabels(all, labels);
        for (int mode = 0; mode < modes; mode++)
        {
            int[] members = [.. all.Where(i => labels[i] == mode)];
            Assert.Equal(set.Count / modes, members.Length);
            var centre = set.Mixture.Centres[mode];
            foreach (var (axis, middle) in new[] { (0, centre.X), (1, centre.Y) })
            {
                double[] offsets = [.. members.Select(i => (double)points[(2 * i) + axis] - middle)];
                double deviation = Math.Sqrt(offsets.Sum(offset => offset * offset) / offsets.Length);

                // Five standard errors.
                Assert.InRange(offsets.Average() / set.Mixture.StandardDeviation, -5 / Math.Sqrt(offsets.Length), 5 / Math.Sqrt(offsets.Length));
                Assert.InRange(deviation / set.Mixture.StandardDeviation, 1 - (5 / Math.Sqrt(2 * offsets.Length)), 1 + (5 / Math.Sqrt(2 * offsets.Length)));
            }
        }
    }

    [Fact]
    public void The_ring_has_eight_different_centres_on_the_unit_circle()
    {
        Assert.Equal(0.01f, Mixture.Ring.StandardDeviation);
        Assert.Equal(8, Mixture.Ring.Centres.Distinct().Count());
        for (int mode = 0; mode < 8; mode++)
        {
            Assert.Equal(Math.Cos(2 * Math.PI * mode / 8), Mixture.Ring.Centres[mode].X, 1e-6);
            Assert.Equal(Math.Sin(2 * Math.PI * mode / 8), Mixture.Ring.Centres[mode].Y, 1e-6);
        }
    }

    [Fact]
    public void The_grid_is_five_by_five()
    {
        float[] ticks = [-4, -2, 0, 2, 4];
        Assert.Equal(0.05f, Mixture.Grid.StandardDeviation);
        Assert.Equal(ticks.SelectMany(y => ticks.Select(x => (x, y))), Mixture.Grid.Centres.Select(centre => (centre.X, centre.Y)));
    }

    [Fact]
    public async Task Points_are_not_scaled()
    {
        var set = await LoadAsync("grid");
        float[] unit = new float[2], signed = new float[2];
        set.Gather([0], PixelRange.Unit, unit);
        set.Gather([0], PixelRange.Signed, signed);
        Assert.Equal(unit, signed);
        Assert.InRange(unit[0], -4.5f, -3.5f);
    }
}
