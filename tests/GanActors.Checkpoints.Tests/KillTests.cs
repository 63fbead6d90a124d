using System.Diagnostics;
using System.Globalization;

namespace GanActors.Checkpoints.Tests;

public sealed class KillTests
{
    private const int Kills = 25;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_killed_at_any_moment_leaves_the_last_checkpoint_it_committed()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20261122);
        long committed = 0;
        for (int incarnation = 1; incarnation <= Kills; incarnation++)
        {
            using var writer = OtherProcess.Start(OtherProcess.Writes, folder.Path, incarnation.ToString(CultureInfo.InvariantCulture));
            int lines = random.Next(2, 6);
            long before = 0, last = 0;
            for (int line = 0; line < lines; line++)
            {
                committed = long.Parse((await writer.ReadLine())!, CultureInfo.InvariantCulture);
                (before, last) = (last, Stopwatch.GetTimestamp());
            }

            // Any moment of writing, committing and sweeping: the next checkpoint takes about as long as the last.
            long moment = last + (long)(random.NextDouble() * (last - before));
            while (Stopwatch.GetTimestamp() < moment)
                Thread.SpinWait(20);
            await writer.Kill();
            while (await writer.ReadLine() is { } told)
                committed = long.Parse(told, CultureInfo.InvariantCulture);

            var latest = await folder.Archive.LatestAsync(Stop);
            var manifest = latest.Manifest!;
            Assert.InRange(manifest.Version.Iteration, committed, committed + 1);
            Assert.Equal(incarnation, manifest.Version.Incarnation);
            Assert.All(latest.Skipped, entry => Assert.Equal(CheckpointCondition.Unfinished, entry.Condition));
            Assert.All(await folder.Archive.ListVersionsAsync(verify: true, Stop), entry => Assert.NotEqual(CheckpointCondition.Damaged, entry.Condition));
            Sample.AssertEqual(
                Sample.Network(manifest.Version.Iteration, 20_000),
                await folder.Archive.ReadNetworkAsync(manifest.Version, CheckpointArchive.Generator, Stop));
        }

        // Two checkpoints of four files, and the lock.
        await folder.Archive.SweepUnfinishedAsync(Stop);
        await folder.Archive.SweepAsync(new CheckpointRetention(2), cancellation: Stop);
        Assert.Equal(8, folder.Files().Count(file => file.StartsWith("checkpoints", StringComparison.Ordinal)));
    }
}
