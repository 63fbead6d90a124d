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

    [Fact]
    public async Task Equal_networks_have_equal_receipts()
    {
        var archive = new CheckpointArchive(new MemoryStore());
        var one = await archive.WriteNetworkAsync(Sample.Version(1), CheckpointArchive.Generator, Sample.Network(5), Stop);
        var other = await archive.WriteNetworkAsync(Sample.Version(2), CheckpointArchive.Generator, Sample.Network(5), Stop);
        Assert.Equal(one, other);
        Assert.NotEqual(one, await archive.WriteNetworkAsync(Sample.Version(3), CheckpointArchive.Generator, Sample.Network(5) with { Steps = 6 }, Stop));
    }

    [Fact]
    public async Task A_store_without_checkpoints_has_no_latest()
    {
        using var folder = new TemporaryFolder();
        var latest = await folder.Archive.LatestAsync(Stop);
        Assert.Null(latest.Manifest);
        Assert.Empty(latest.Skipped);
        Assert.Empty(await folder.Archive.SweepAsync(new CheckpointRetention(1), cancellation: Stop));
        Assert.Equal(1, await folder.Archive.NextIncarnationAsync(Stop));
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task A_version_is_none_before_its_manifest_is_there()
    {
        var archive = new CheckpointArchive(new MemoryStore());
        await Sample.Write(archive, Sample.Version(1000));
        await archive.WriteNetworkAsync(Sample.Version(2000), CheckpointArchive.Generator, Sample.Network(2), Stop);

        var latest = await archive.LatestAsync(Stop);
        Assert.Equal(Sample.Version(1000), latest.Manifest!.Version);
        var skipped = Assert.Single(latest.Skipped);
        Assert.Equal((Sample.Version(2000), CheckpointCondition.Unfinished), (skipped.Version, skipped.Condition));
        Assert.Contains("00002000-0001: has no manifest.json", skipped.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_committed_is_not_written_again()
    {
        var store = new MemoryStore();
        var archive = new CheckpointArchive(store);
        var manifest = await Sample.Write(archive, Sample.Version(1000));
        byte[][] before = [.. store.Parts.Values];
        await Assert.ThrowsAsync<CheckpointException>(() => archive.WriteNetworkAsync(Sample.Version(1000), CheckpointArchive.Generator, Sample.Network(7), Stop));
        await Assert.ThrowsAsync<CheckpointException>(() => archive.CommitAsync(manifest, Stop));
        Assert.Equal(before, store.Parts.Values);
    }

    [Fact]
    public async Task A_commit_without_one_of_its_parts_is_refused()
    {
        var archive = new CheckpointArchive(new MemoryStore());
        var part = await archive.WritePartAsync(Sample.Version(1000), Sample.Course, new byte[3], Stop);
        var missing = await Assert.ThrowsAsync<CheckpointException>(() =>
            archive.CommitAsync(Sample.Manifest(Sample.Version(1000), [part, part with { Name = "other.bin" }]), Stop));
        Assert.Contains("other.bin: is missing", missing.Message, StringComparison.Ordinal);
        var shorter = await Assert.ThrowsAsync<CheckpointException>(() =>
            archive.CommitAsync(Sample.Manifest(Sample.Version(1000), [part with { Bytes = 4 }]), Stop));
        Assert.Contains("has 3 bytes and had 4", shorter.Message, StringComparison.Ordinal);
        Assert.Null((await archive.LatestAsync(Stop)).Manifest);
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("pinned")]
    [InlineData("../generator.safetensors")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("")]
    public async Task A_part_has_a_name_of_its_own(string name)
    {
        var store = new MemoryStore();
        await Assert.ThrowsAsync<ArgumentException>(() => new CheckpointArchive(store).WritePartAsync(Sample.Version(1), name, new byte[1], Stop));
        Assert.Empty(store.Parts);
    }

    [Fact]
    public async Task A_later_incarnation_is_newer_though_it_went_back()
    {
        var archive = new CheckpointArchive(new MemoryStore());
        foreach (var version in new[] { Sample.Version(1500, 2), Sample.Version(1000), Sample.Version(2000) })
            await Sample.Write(archive, version);
        Assert.Equal(Sample.Version(1500, 2), (await archive.LatestAsync(Stop)).Manifest!.Version);
        Assert.Equal(3, await archive.NextIncarnationAsync(Stop));
        Assert.Equal(
            [Sample.Version(1500, 2), Sample.Version(2000), Sample.Version(1000)],
            (await archive.ListVersionsAsync(verify: true, Stop)).Select(entry => entry.Version));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_decides_nothing()
    {
        var archive = new CheckpointArchive(new MemoryStore());
        for (int i = 1; i <= 3; i++)
        {
            var part = await archive.WriteNetworkAsync(Sample.Version(i * 1000), CheckpointArchive.Generator, Sample.Network(i), Stop);
            await archive.CommitAsync(Sample.Manifest(Sample.Version(i * 1000), [part], DateTimeOffset.UnixEpoch.AddYears(50 - i)), Stop);
        }

        Assert.Equal(3000, (await archive.LatestAsync(Stop)).Manifest!.Version.Iteration);
        await archive.SweepAsync(new CheckpointRetention(1), cancellation: Stop);
        Assert.Equal(3000, Assert.Single(await archive.ListVersionsAsync(verify: true, Stop)).Version.Iteration);
    }

    [Fact]
    public async Task An_incarnation_that_wrote_half_a_version_is_not_opened_again()
    {
        var archive = new CheckpointArchive(new MemoryStore());
        await Sample.Write(archive, Sample.Version(1000, 3));
        await archive.WritePartAsync(Sample.Version(1500, 4), Sample.Course, new byte[1], Stop);
        Assert.Equal(5, await archive.NextIncarnationAsync(Stop));
    }

    [Fact]
    public async Task A_manifest_in_the_folder_of_another_version_is_none()
    {
        var store = new MemoryStore();
        var archive = new CheckpointArchive(store);
        await Sample.Write(archive, Sample.Version(1000));
        foreach (var (name, bytes) in store.Parts.ToArray())
            store.Parts[name.Replace("00001000", "00009000", StringComparison.Ordinal)] = bytes;
        var latest = await archive.LatestAsync(Stop);
        Assert.Equal(1000, latest.Manifest!.Version.Iteration);
        Assert.Contains("it lies in the wrong folder", Assert.Single(latest.Skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_else_lies_in_the_folder_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        await Sample.Write(folder.Archive, Sample.Version(1000));
        await Sample.Write(folder.Archive, Sample.Version(2000));
        string[] others = ["checkpoints/notes.txt", "checkpoints/old/generator.safetensors", "checkpoints/1000-1/manifest.json", "checkpoints/.DS_Store", "checkpoints/00000500-0001 copy/manifest.json"];
        foreach (string other in others)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[other])!);
            await File.WriteAllTextAsync(folder[other], "mine", Stop);
        }

        await folder.Archive.SweepAsync(new CheckpointRetention(1), cancellation: Stop);
        await folder.Archive.SweepUnfinishedAsync(Stop);
        Assert.Equal(Sample.Version(2000), Assert.Single(await folder.Archive.ListVersionsAsync(verify: true, Stop)).Version);
        foreach (string other in others)
            Assert.True(File.Exists(folder[other]), other);
    }
}
