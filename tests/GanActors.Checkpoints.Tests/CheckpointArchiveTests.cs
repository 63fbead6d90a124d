namespace GanActors.Checkpoints.Tests;

public sealed class CheckpointArchiveTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read_bit_for_bit()
    {
        using var folder = new TemporaryFolder();
        var written = await Sample.Write(folder.Archive, Sample.Version(1000), 6, ("d_loss", 0.1), ("fid", double.NaN));

        var latest = await folder.Archive.LatestAsync(Stop);
        Assert.Empty(latest.Skipped);
        var manifest = latest.Manifest!;
        Assert.Equal(ManifestJson.Write(written), ManifestJson.Write(manifest));
        Sample.AssertEqual(Sample.Network(1000), await folder.Archive.ReadNetworkAsync(manifest.Version, CheckpointArchive.Generator, Stop));
        Sample.AssertEqual(Sample.Network(1001), await folder.Archive.ReadNetworkAsync(manifest.Version, CheckpointArchive.Discriminator, Stop));
        Assert.Equal("iteration,d_loss\n1,0.5\n"u8.ToArray(), await folder.Archive.ReadPartAsync(manifest.Version, Sample.Course, Stop));
        Assert.True(double.IsNaN(ExactNumber.Read(manifest.State["loss"])));
    }
}
