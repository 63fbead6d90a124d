using System.Diagnostics;

namespace GanActors.Checkpoints.Tests;

/// <summary>A disk that takes no more: one clear error, the checkpoints before stay, nothing piles up.</summary>
public sealed class FullDiskTests
{
    private static readonly CheckpointVersion Older = Sample.Version(1000), Newer = Sample.Version(2000);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_disk_that_is_full_at_any_byte_leaves_the_checkpoints_before()
    {
        var store = new MemoryStore();
        await Sample.Write(new CheckpointArchive(store), Older);
        var before = store.Parts.ToArray();
        for (long room = 0; ; room++)
        {
            foreach (string name in store.Parts.Keys.Except(before.Select(part => part.Key)).ToArray())
                store.Parts.Remove(name);
            var archive = new CheckpointArchive(new LimitedStore(store, room));
            try
            {
                await Sample.Write(archive, Newer);
                break;
            }
            catch (IOException full)
            {
                Assert.Equal("No space left on device", full.Message);
            }

            var latest = await archive.LatestAsync(Stop);
            Assert.Equal(Older, latest.Manifest!.Version);
            Assert.All(latest.Skipped, entry => Assert.Equal((Newer, CheckpointCondition.Unfinished), (entry.Version, entry.Condition)));
        }
    }

    [Fact]
    public async Task A_write_that_fails_at_any_byte_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        await Sample.Write(folder.Archive, Older);
        var disk = new DirectoryCheckpointStore(folder["checkpoints"]);
        string[] before = folder.Files();
        int length = (await Bytes(disk, $"{Older}/{CheckpointArchive.Generator}")).Length;
        for (int room = 0; room < length; room++)
        {
            var archive = new CheckpointArchive(new LimitedStore(disk, room));
            var error = await Assert.ThrowsAsync<CheckpointException>(() =>
                archive.WriteNetworkAsync(Newer, CheckpointArchive.Generator, Sample.Network(1000), Stop));
            Assert.Equal($"{folder[$"checkpoints/{Newer}/{CheckpointArchive.Generator}"]}: cannot be written: No space left on device", error.Message);
            Assert.Equal(before, folder.Files());
        }

        Assert.Equal(Older, (await folder.Archive.LatestAsync(Stop)).Manifest!.Version);
        await Sample.Write(folder.Archive, Newer);
        Assert.Equal(Newer, (await folder.Archive.LatestAsync(Stop)).Manifest!.Version);
    }

    [Fact]
    public async Task A_write_that_fails_leaves_the_part_that_was_there()
    {
        using var folder = new TemporaryFolder();
        var disk = new DirectoryCheckpointStore(folder["checkpoints"]);
        await disk.WriteAsync("state.bin", stream => stream.Write("before"u8), Stop);
        await Assert.ThrowsAsync<CheckpointException>(() => new LimitedStore(disk, 3).WriteAsync("state.bin", stream => stream.Write("after"u8), Stop));
        Assert.Equal("before"u8.ToArray(), await Bytes(disk, "state.bin"));
    }

    [Fact]
    public async Task A_disk_that_is_really_full_leaves_the_checkpoints_before()
    {
        using var folder = new TemporaryFolder();
        string disk = folder["disk"];
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can mount a small disk.");
        Assert.SkipUnless(await Run("mount", "-t", "tmpfs", "-o", "size=64k", "none", disk), "A small disk cannot be mounted here.");
        try
        {
            var archive = new CheckpointArchive(new DirectoryCheckpointStore(Path.Combine(disk, "checkpoints")));
            await Sample.Write(archive, Older);
            for (int attempt = 0; attempt < 20; attempt++)
            {
                var error = await Assert.ThrowsAsync<CheckpointException>(() => Sample.Write(archive, Newer, size: 20_000));
                Assert.StartsWith($"{disk}/checkpoints/{Newer}/{CheckpointArchive.Generator}: cannot be written: No space left on device", error.Message, StringComparison.Ordinal);
            }

            Assert.Equal(Older, (await archive.LatestAsync(Stop)).Manifest!.Version);
            await Sample.Write(archive, Newer);
            Assert.Equal(Newer, (await archive.LatestAsync(Stop)).Manifest!.Version);
        }
        finally
        {
            await Run("umount", disk);
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_one_clear_error()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["file"], "no folder", Stop);
        var archive = new CheckpointArchive(new DirectoryCheckpointStore(folder["file/checkpoints"]));
        var write = await Assert.ThrowsAsync<CheckpointException>(() => Sample.Write(archive, Newer));
        Assert.StartsWith(folder["file/checkpoints"], write.Message, StringComparison.Ordinal);
        Assert.Equal("no folder", await File.ReadAllTextAsync(folder["file"], Stop));
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_one_clear_error()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["checkpoints"], "no folder", Stop);
        foreach (var action in new Func<Task>[]
        {
            () => Sample.Write(folder.Archive, Newer), () => folder.Archive.LatestAsync(Stop),
            () => folder.Archive.SweepAsync(new CheckpointRetention(1), cancellation: Stop), () => folder.Archive.NextIncarnationAsync(Stop),
        })
        {
            var error = await Assert.ThrowsAsync<CheckpointException>(action);
            Assert.StartsWith(folder["checkpoints"], error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_read_only_folder_is_one_clear_error_and_its_checkpoints_are_read()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Modes do not stop root.");
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        using var folder = new TemporaryFolder();
        await Sample.Write(folder.Archive, Older);
        File.SetUnixFileMode(folder["checkpoints"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var error = await Assert.ThrowsAsync<CheckpointException>(() => Sample.Write(folder.Archive, Newer));
            Assert.StartsWith(folder[$"checkpoints/{Newer}/{CheckpointArchive.Generator}"] + ": cannot be written: ", error.Message, StringComparison.Ordinal);
            Assert.Equal(Older, (await folder.Archive.LatestAsync(Stop)).Manifest!.Version);
        }
        finally
        {
            File.SetUnixFileMode(folder["checkpoints"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static async Task<byte[]> Bytes(DirectoryCheckpointStore store, string name)
    {
        await using var stream = (await store.OpenAsync(name, Stop))!;
        byte[] bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, Stop);
        return bytes;
    }

    private static async Task<bool> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0;
    }
}
