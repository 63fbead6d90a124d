namespace GanActors.Checkpoints.Tests;

public sealed class RunLockTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 23, 59, 59, TimeSpan.Zero);

    [Fact]
    public async Task A_second_process_is_refused_and_told_whose_the_run_is()
    {
        using var folder = new TemporaryFolder();
        using var other = OtherProcess.Start(OtherProcess.Locks, folder.Path);
        Assert.Equal("locked", await other.ReadLine());
        var error = Assert.Throws<RunLockedException>(() => RunLock.Acquire(folder.Path, Now));
        Assert.Equal(
            $"{folder.Path}: the run belongs to process {other.Id} of {Environment.UserName} on {Environment.MachineName}, since 2026-01-31 23:59:59 UTC; wait until it ends, or stop it",
            error.Message);
        await other.End();
        RunLock.Acquire(folder.Path, Now).Dispose();
    }

    [Fact]
    public async Task A_process_that_was_killed_holds_no_lock()
    {
        using var folder = new TemporaryFolder();
        for (int i = 0; i < 3; i++)
        {
            using var other = OtherProcess.Start(OtherProcess.Locks, folder.Path);
            Assert.Equal("locked", await other.ReadLine());
            await other.Kill();
            RunLock.Acquire(folder.Path, Now).Dispose();
        }
    }

    [Fact]
    public void A_second_lock_of_the_same_process_is_refused()
    {
        using var folder = new TemporaryFolder();
        using (RunLock.Acquire(folder.Path, Now))
        {
            var error = Assert.Throws<RunLockedException>(() => RunLock.Acquire(folder.Path, Now));
            Assert.Equal(Environment.ProcessId, error.Owner!.Process);
        }

        var again = RunLock.Acquire(folder.Path, Now);
        again.Dispose();
        again.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{ \"process\": \"x\" }")]
    [InlineData("\0\0\0")]
    public void A_lock_holds_though_nobody_can_read_whose_it_is(string? owner)
    {
        using var folder = new TemporaryFolder();
        using var held = RunLock.Acquire(folder.Path, Now);
        File.Delete(folder["run.owner"]);
        if (owner is not null)
            File.WriteAllText(folder["run.owner"], owner);
        var error = Assert.Throws<RunLockedException>(() => RunLock.Acquire(folder.Path, Now));
        Assert.Equal($"{folder.Path}: the run belongs to another process; wait until it ends, or stop it", error.Message);
        Assert.Null(error.Owner);
    }

    [Fact]
    public void What_an_earlier_process_has_left_locks_nothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["run.lock"], "left");
        File.WriteAllText(folder["run.owner"], "left");
        using var held = RunLock.Acquire(folder.Path, Now);
        Assert.Equal(Environment.ProcessId, Assert.Throws<RunLockedException>(() => RunLock.Acquire(folder.Path, Now)).Owner!.Process);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_made()
    {
        using var folder = new TemporaryFolder();
        using var held = RunLock.Acquire(folder["runs/ring"], Now);
        Assert.True(Directory.Exists(folder["runs/ring"]));
    }

    [Fact]
    public void A_folder_that_cannot_be_locked_is_one_clear_error()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "no folder");
        Assert.StartsWith(folder["file/run.lock"], Assert.Throws<CheckpointException>(() => RunLock.Acquire(folder["file"], Now)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(folder["run/run.lock"]);
        Assert.Contains("the run cannot be locked", Assert.Throws<CheckpointException>(() => RunLock.Acquire(folder["run"], Now)).Message, StringComparison.Ordinal);

        // Nothing is held after a failure.
        Directory.CreateDirectory(folder["other/run.owner"]);
        Assert.Throws<CheckpointException>(() => RunLock.Acquire(folder["other"], Now));
        Directory.Delete(folder["other/run.owner"]);
        RunLock.Acquire(folder["other"], Now).Dispose();
    }
}
