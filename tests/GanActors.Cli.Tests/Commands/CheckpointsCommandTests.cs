using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GanActors.Checkpoints;
using GanActors.Duel;

namespace GanActors.Cli.Tests.Commands;

public sealed class CheckpointsCommandTests : IDisposable
{
    private readonly TestRoom _room = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_tells_iteration_time_size_and_figures_of_every_checkpoint()
    {
        await Keep(1000, 1);
        await Keep(2000, 2);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("checkpoints", "ring"));
        string newest = Assert.Single(_room.OutputLines, line => line.Contains("2,000", StringComparison.Ordinal) && line.Contains("whole", StringComparison.Ordinal));
        foreach (string word in new[] { "2026-01-31 23:59:59", "d_loss 0.5000", "fid -" })
            Assert.Contains(word, newest, StringComparison.Ordinal);
        Assert.Contains("goes on from iteration 2,000", _room.OutputLines[^1], StringComparison.Ordinal);
        Assert.Equal("", _room.Error);
    }

    [Fact]
    public async Task A_damaged_one_is_told_with_its_reason()
    {
        await Keep(1000, 1);
        await Keep(2000, 1);
        string part = Path.Combine(_room.Directory, "runs", "ring", "checkpoints", "00002000-0001", "course.csv");
        await File.WriteAllBytesAsync(part, [7, 7, 7], Stop);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("checkpoints", "ring"));
        Assert.Contains(_room.OutputLines, line => line.StartsWith($"damaged: {part}: does not have the SHA-256 digest", StringComparison.Ordinal));
        Assert.Contains("goes on from iteration 1,000", _room.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_none_is_whole_it_says_so()
    {
        await Archive().WritePartAsync(new CheckpointVersion(1000, 1), "course.csv", new byte[3], Stop);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("checkpoints", "ring"));
        Assert.Contains("unfinished", _room.Output, StringComparison.Ordinal);
        Assert.Contains("the run cannot go on", _room.OutputLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pinned_one_stays_until_it_is_unpinned()
    {
        await Keep(1000, 1);
        await Keep(1000, 2);
        await Keep(2000, 2);
        Assert.Equal(ExitCode.Done, await _room.RunAsync("checkpoints", "ring", "--pin", "1000"));
        Assert.Equal(ExitCode.Done, await _room.RunAsync("checkpoints", "ring", "--pin", "00001000-0001"));
        Assert.Equal(["00001000-0002 is pinned: it is kept until it is unpinned", "00001000-0001 is pinned: it is kept until it is unpinned"], _room.OutputLines);
        Assert.Empty(await Archive().SweepAsync(new CheckpointRetention(1), cancellation: Stop));
        Assert.Equal(ExitCode.Done, await _room.RunAsync("checkpoints", "ring", "--unpin", "1000"));
        Assert.Equal([new CheckpointVersion(1000, 2)], await Archive().SweepAsync(new CheckpointRetention(1), cancellation: Stop));
        Assert.Equal(ExitCode.Done, await _room.RunAsync("checkpoints", "ring"));
        Assert.Contains("whole, pinned", _room.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checkpoints rign", "there is no run 'rign'; did you mean 'ring'?")]
    [InlineData("checkpoints elsewhere", "there is no run 'elsewhere'; the last one here is 'ring'")]
    [InlineData("checkpoints empty", "'empty' holds no checkpoints")]
    [InlineData("checkpoints notes.txt", "'notes.txt' is a file; name a run's folder")]
    [InlineData("checkpoints ring --pin 1500", "--pin: there is no checkpoint of iteration 1,500; there are those of 2000, 1000")]
    [InlineData("checkpoints ring --unpin 00001000-0007", "--unpin: there is no checkpoint 00001000-0007; there are those of 2000, 1000")]
    [InlineData("checkpoints ring --pin last", "--pin takes an iteration such as 5000, or iteration and incarnation such as 00005000-0002, not 'last'")]
    [InlineData("checkpoints ring --pin ../x", "--pin takes an iteration such as 5000")]
    [InlineData("checkpoints", "RUN is missing: a run's folder, or its name under runs/")]
    public async Task What_cannot_be_done_is_an_error_of_one_line(string line, string message)
    {
        await Keep(1000, 1);
        await Keep(2000, 1);
        Directory.CreateDirectory(Path.Combine(_room.Directory, "runs", "empty"));
        _room.Write("notes.txt", [0]);
        Assert.Equal(ExitCode.BadInput, await _room.RunAsync(line.Split(' ')));
        Assert.Contains(message, Assert.Single(_room.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    public void Dispose() => _room.Dispose();

    private CheckpointArchive Archive() => new(new DirectoryCheckpointStore(Path.Combine(_room.Directory, "runs", "ring", CheckpointArchive.FolderName)));

    private async Task Keep(long iteration, int incarnation)
    {
        var version = new CheckpointVersion(iteration, incarnation);
        var part = await Archive().WritePartAsync(version, "course.csv", new byte[3], Stop);
        await Archive().CommitAsync(
            new CheckpointManifest(
                new RunId("ring"), version, new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.Zero), "0.1.0", "name: ring\n",
                ImmutableSortedDictionary<string, double>.Empty.Add("d_loss", 0.5).Add("fid", double.NaN), [part], new JsonObject()),
            Stop);
    }
}
