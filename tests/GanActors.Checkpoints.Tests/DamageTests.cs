namespace GanActors.Checkpoints.Tests;

/// <summary>Whatever happens to a checkpoint on disk: the one before is taken and the reason told, or there is one clear error.</summary>
public sealed class DamageTests
{
    private static readonly CheckpointVersion Older = Sample.Version(1000), Newer = Sample.Version(2000);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_truncated_at_any_byte_is_never_taken()
    {
        using var folder = new TemporaryFolder();
        await Sample.Write(folder.Archive, Older);
        var manifest = await Sample.Write(folder.Archive, Newer);
        string[] names = [CheckpointManifest.FileName, .. manifest.Parts.Select(part => part.Name)];
        foreach (string name in names)
        {
            string path = folder[$"checkpoints/{Newer}/{name}"];
            byte[] whole = await File.ReadAllBytesAsync(path, Stop);
            for (int length = 0; length < whole.Length; length++)
            {
                await File.WriteAllBytesAsync(path, whole[..length], Stop);
                await AssertTheOlderIsTaken(folder.Archive, name);
            }

            await File.WriteAllBytesAsync(path, [.. whole, 0], Stop);
            await AssertTheOlderIsTaken(folder.Archive, name);
            await File.WriteAllBytesAsync(path, whole, Stop);
            Assert.Equal(Newer, (await folder.Archive.LatestAsync(Stop)).Manifest!.Version);
        }
    }

    [Fact]
    public async Task A_bit_flipped_anywhere_is_never_taken()
    {
        var store = new MemoryStore();
        var archive = new CheckpointArchive(store);
        await Sample.Write(archive, Older);
        await Sample.Write(archive, Newer);
        foreach (string name in store.Parts.Keys.Where(name => name.StartsWith($"{Newer}/", StringComparison.Ordinal)).ToArray())
        {
            byte[] part = store.Parts[name];
            for (int bit = 0; bit < part.Length * 8; bit++)
            {
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                await AssertTheOlderIsTaken(archive, name);
                part[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        Assert.Equal(Newer, (await archive.LatestAsync(Stop)).Manifest!.Version);
    }

    [Theory]
    [InlineData(CheckpointManifest.FileName, CheckpointCondition.Unfinished)]
    [InlineData(CheckpointArchive.Generator, CheckpointCondition.Damaged)]
    [InlineData(CheckpointArchive.Discriminator, CheckpointCondition.Damaged)]
    [InlineData(Sample.Course, CheckpointCondition.Damaged)]
    public async Task A_version_without_one_of_its_files_is_never_taken(string name, CheckpointCondition condition)
    {
        using var folder = new TemporaryFolder();
        await Sample.Write(folder.Archive, Older);
        await Sample.Write(folder.Archive, Newer);
        File.Delete(folder[$"checkpoints/{Newer}/{name}"]);
        Assert.Equal(condition, (await AssertTheOlderIsTaken(folder.Archive, name)).Condition);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_file_is_never_taken()
    {
        using var folder = new TemporaryFolder();
        await Sample.Write(folder.Archive, Older);
        var manifest = await Sample.Write(folder.Archive, Newer);
        foreach (string name in manifest.Parts.Select(part => part.Name).Append(CheckpointManifest.FileName))
        {
            string path = folder[$"checkpoints/{Newer}/{name}"];
            File.Move(path, path + ".kept");
            Directory.CreateDirectory(path);
            await AssertTheOlderIsTaken(folder.Archive, name);
            Directory.Delete(path);
            File.Move(path + ".kept", path);
        }
    }

    [Fact]
    public async Task A_damaged_part_is_not_read_for_a_whole_one()
    {
        var store = new MemoryStore();
        var archive = new CheckpointArchive(store);
        await Sample.Write(archive, Newer);
        string name = $"{Newer}/{CheckpointArchive.Generator}";
        byte[] part = store.Parts[name];
        for (int at = 0; at < part.Length; at++)
        {
            part[at] ^= 0x10;
            var error = await Assert.ThrowsAsync<CheckpointException>(() => archive.ReadNetworkAsync(Newer, CheckpointArchive.Generator, Stop));
            Assert.StartsWith($"memory/{name}: ", error.Message, StringComparison.Ordinal);
            Assert.Contains("damaged after it was written", error.Message, StringComparison.Ordinal);
            part[at] ^= 0x10;
        }

        Sample.AssertEqual(Sample.Network(2000), await archive.ReadNetworkAsync(Newer, CheckpointArchive.Generator, Stop));
    }

    [Fact]
    public async Task A_part_that_nobody_wrote_is_one_clear_error()
    {
        var archive = new CheckpointArchive(new MemoryStore());
        await Sample.Write(archive, Newer);
        var unnamed = await Assert.ThrowsAsync<CheckpointException>(() => archive.ReadPartAsync(Newer, "evaluator.safetensors", Stop));
        Assert.Equal($"memory/{Newer}/manifest.json: parts: names no part 'evaluator.safetensors'", unnamed.Message);
        var notThere = await Assert.ThrowsAsync<CheckpointException>(() => archive.ReadNetworkAsync(Older, CheckpointArchive.Generator, Stop));
        Assert.Equal($"memory/{Older}/manifest.json: is missing; the version was never finished", notThere.Message);
        var noNetwork = await Assert.ThrowsAsync<CheckpointException>(() => archive.ReadNetworkAsync(Newer, Sample.Course, Stop));
        Assert.StartsWith($"memory/{Newer}/{Sample.Course}: ", noNetwork.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_all_are_damaged_every_one_is_told()
    {
        var store = new MemoryStore();
        var archive = new CheckpointArchive(store);
        await Sample.Write(archive, Older);
        await Sample.Write(archive, Newer);
        foreach (string name in store.Parts.Keys.Where(name => name.EndsWith(CheckpointArchive.Generator, StringComparison.Ordinal)).ToArray())
            store.Parts[name][^1] ^= 1;
        var latest = await archive.LatestAsync(Stop);
        Assert.Null(latest.Manifest);
        Assert.Equal([Newer, Older], latest.Skipped.Select(entry => entry.Version));
        Assert.All(latest.Skipped, entry => Assert.Equal(CheckpointCondition.Damaged, entry.Condition));
    }

    [Fact]
    public async Task A_listing_without_a_look_at_the_bytes_tells_lengths_only()
    {
        var store = new MemoryStore();
        var archive = new CheckpointArchive(store);
        await Sample.Write(archive, Newer);
        store.Parts[$"{Newer}/{CheckpointArchive.Generator}"][^1] ^= 1;
        Assert.Equal(CheckpointCondition.Whole, Assert.Single(await archive.ListVersionsAsync(verify: false, Stop)).Condition);
        Assert.Equal(CheckpointCondition.Damaged, Assert.Single(await archive.ListVersionsAsync(verify: true, Stop)).Condition);
        store.Parts[$"{Newer}/{CheckpointArchive.Generator}"] = [1];
        Assert.Equal(CheckpointCondition.Damaged, Assert.Single(await archive.ListVersionsAsync(verify: false, Stop)).Condition);
    }

    private static async Task<CheckpointEntry> AssertTheOlderIsTaken(CheckpointArchive archive, string file)
    {
        var latest = await archive.LatestAsync(Stop);
        Assert.Equal(Older, latest.Manifest!.Version);
        var skipped = Assert.Single(latest.Skipped);
        Assert.Equal(Newer, skipped.Version);
        Assert.Contains(Path.GetFileName(file), skipped.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', skipped.Reason!);
        return skipped;
    }
}
