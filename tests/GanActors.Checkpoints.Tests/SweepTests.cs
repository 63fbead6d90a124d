using FsCheck;
using FsCheck.Fluent;

namespace GanActors.Checkpoints.Tests;

public sealed class SweepTests
{
    private static readonly Gen<CheckpointVersion> Versions =
        from incarnation in Gen.Choose(1, 3)
        from iteration in Gen.Choose(1, 12)
        select new CheckpointVersion(iteration * 100, incarnation);

    private static readonly Gen<double> Figures = Gen.OneOf(
        Gen.Choose(0, 5).Select(value => value / 4.0), Gen.Elements(double.NaN, double.PositiveInfinity, double.NegativeInfinity));

    private static readonly Gen<(CheckpointVersion Version, double? Figure)[]> Runs =
        from count in Gen.Choose(1, 10)
        from versions in Gen.ArrayOf(Versions, count)
        from figures in Gen.ArrayOf(Gen.OneOf(Figures.Select(figure => (double?)figure), Gen.Constant((double?)null)), count)
        select versions.Zip(figures).DistinctBy(run => run.First).ToArray();

    private static readonly Gen<CheckpointRetention> Retentions =
        from latest in Gen.Choose(1, 4)
        from best in Gen.Choose(0, 3)
        from highest in Gen.Elements(true, false)
        select new CheckpointRetention(latest, new BestCheckpoints(best, "fid", highest));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_newest_and_the_best_are_kept_and_nothing_else()
    {
        Prop.ForAll(Runs.ToArbitrary(), Retentions.ToArbitrary(), (run, retention) =>
        {
            CheckpointManifest[] manifests = [.. run.Select(Manifest)];
            var kept = retention.Keep(manifests);
            var newest = run.Select(one => one.Version).OrderDescending().Take(retention.Latest).ToArray();
            Assert.All(newest, version => Assert.Contains(version, kept));
            var (count, sign) = (retention.Best!.Count, retention.Best.HighestIsBest ? -1 : 1);
            (CheckpointVersion Version, double Figure)[] measured =
                [.. run.Where(one => one.Figure is { } figure && !double.IsNaN(figure)).Select(one => (one.Version, sign * one.Figure!.Value))];
            foreach (var (version, figure) in measured)
            {
                int better = measured.Count(other => other.Figure < figure || (other.Figure.Equals(figure) && other.Version > version));
                Assert.Equal(better < count || newest.Contains(version), kept.Contains(version));
            }

            Assert.All(kept, version => Assert.True(newest.Contains(version) || measured.Any(one => one.Version == version)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_sweep_deletes_all_of_the_rest_and_none_of_what_is_kept()
    {
        var pins = Gen.ListOf(Gen.Choose(0, 9)).Select(list => list.ToHashSet());
        Prop.ForAll(Runs.ToArbitrary(), Retentions.ToArbitrary(), Gen.Zip(pins, pins).ToArbitrary(), (run, retention, places) =>
        {
            var (store, archive) = Build(run).GetAwaiter().GetResult();
            CheckpointVersion[] pinned = [.. run.Where((_, i) => places.Item1.Contains(i)).Select(one => one.Version)];
            CheckpointVersion[] wanted = [.. run.Where((_, i) => places.Item2.Contains(i)).Select(one => one.Version)];
            foreach (var version in pinned)
                archive.PinAsync(version, Stop).GetAwaiter().GetResult();
            var expected = retention.Keep(run.Select(Manifest)).Union(pinned).Union(wanted);

            var deleted = archive.SweepAsync(retention, wanted, Stop).GetAwaiter().GetResult();
            var left = archive.ListVersionsAsync(verify: true, Stop).GetAwaiter().GetResult();
            Assert.Equal(expected.Reverse(), left.Select(entry => entry.Version));
            Assert.All(left, entry => Assert.Equal(CheckpointCondition.Whole, entry.Condition));
            Assert.Equal(run.Select(one => one.Version).Except(expected).OrderDescending(), deleted);
            Assert.Equal(pinned.Order(), left.Where(entry => entry.Pinned).Select(entry => entry.Version).Order());
            Assert.All(store.Parts.Keys, name => Assert.Contains(left, entry => name.StartsWith($"{entry.Version}/", StringComparison.Ordinal)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_sweep_that_breaks_off_anywhere_damages_nothing_and_the_next_one_ends_it()
    {
        for (int changes = 0; ; changes++)
        {
            var (store, archive) = await Build([.. Enumerable.Range(1, 5).Select(i => (Sample.Version(i * 100), (double?)i))]);
            store.ChangesLeft = changes;
            bool brokeOff = false;
            try
            {
                await archive.SweepAsync(new CheckpointRetention(2), cancellation: Stop);
            }
            catch (CheckpointException)
            {
                brokeOff = true;
            }

            var left = await archive.ListVersionsAsync(verify: true, Stop);
            Assert.DoesNotContain(left, entry => entry.Condition == CheckpointCondition.Damaged);
            Assert.Equal(Sample.Version(500), (await archive.LatestAsync(Stop)).Manifest!.Version);
            store.ChangesLeft = int.MaxValue;
            await archive.SweepAsync(new CheckpointRetention(2), cancellation: Stop);
            Assert.Equal([Sample.Version(500), Sample.Version(400)], (await archive.ListVersionsAsync(verify: true, Stop)).Select(entry => entry.Version));
            if (!brokeOff)
                break;
        }
    }

    [Fact]
    public async Task Half_written_versions_go_once_a_newer_one_is_committed()
    {
        var archive = new CheckpointArchive(new MemoryStore());
        await archive.WritePartAsync(Sample.Version(100), Sample.Course, new byte[1], Stop);
        await Sample.Write(archive, Sample.Version(200));
        await archive.WritePartAsync(Sample.Version(300), Sample.Course, new byte[1], Stop);
        Assert.Equal([Sample.Version(100)], await archive.SweepAsync(new CheckpointRetention(1), cancellation: Stop));
        Assert.Equal([Sample.Version(300), Sample.Version(200)], (await archive.ListVersionsAsync(verify: true, Stop)).Select(entry => entry.Version));
        await Sample.Write(archive, Sample.Version(250, 2));
        Assert.Equal([Sample.Version(300), Sample.Version(200)], await archive.SweepAsync(new CheckpointRetention(1), cancellation: Stop));
    }

    [Fact]
    public async Task Before_a_run_goes_on_every_half_written_version_can_go()
    {
        using var folder = new TemporaryFolder();
        await Sample.Write(folder.Archive, Sample.Version(200));
        await folder.Archive.WritePartAsync(Sample.Version(300), Sample.Course, new byte[1], Stop);
        foreach (string left in new[] { $"{Sample.Version(200)}", $"{Sample.Version(300)}", $"{Sample.Version(400)}" })
        {
            Directory.CreateDirectory(folder[$"checkpoints/{left}"]);
            await File.WriteAllTextAsync(folder[$"checkpoints/{left}/.generator.safetensors.{Guid.NewGuid():N}.part"], "half", Stop);
        }

        Directory.CreateDirectory(folder[$"checkpoints/{Sample.Version(500)}"]);
        Assert.Equal([Sample.Version(300)], await folder.Archive.SweepUnfinishedAsync(Stop));
        Assert.Equal([folder[$"checkpoints/{Sample.Version(200)}"]], Directory.GetDirectories(folder["checkpoints"]));
        Assert.Equal(4, folder.Files().Length);
    }

    [Fact]
    public async Task What_is_being_written_is_not_swept()
    {
        using var folder = new TemporaryFolder();
        await Sample.Write(folder.Archive, Sample.Version(200));
        await folder.Archive.WritePartAsync(Sample.Version(300), Sample.Course, stream =>
        {
            stream.Write("one"u8);
            folder.Archive.SweepAsync(new CheckpointRetention(1), cancellation: Stop).GetAwaiter().GetResult();
            stream.Write("two"u8);
        }, Stop);
        Assert.Equal("onetwo", await File.ReadAllTextAsync(folder[$"checkpoints/{Sample.Version(300)}/{Sample.Course}"], Stop));
    }

    [Fact]
    public async Task A_damaged_version_stays_for_somebody_to_look_at()
    {
        var (store, archive) = await Build([(Sample.Version(100), null), (Sample.Version(200), null), (Sample.Version(300), null)]);
        store.Parts.Remove($"{Sample.Version(100)}/{CheckpointArchive.Generator}");
        Assert.Equal([Sample.Version(200)], await archive.SweepAsync(new CheckpointRetention(1), cancellation: Stop));
        Assert.Equal([Sample.Version(300), Sample.Version(100)], (await archive.ListVersionsAsync(verify: true, Stop)).Select(entry => entry.Version));
    }

    [Fact]
    public async Task A_version_is_kept_while_it_is_pinned()
    {
        using var folder = new TemporaryFolder();
        foreach (int iteration in new[] { 100, 200, 300 })
            await Sample.Write(folder.Archive, Sample.Version(iteration));
        await folder.Archive.PinAsync(Sample.Version(100), Stop);
        Assert.Equal([Sample.Version(200)], await folder.Archive.SweepAsync(new CheckpointRetention(1), cancellation: Stop));
        await folder.Archive.UnpinAsync(Sample.Version(100), Stop);
        Assert.Equal([Sample.Version(100)], await folder.Archive.SweepAsync(new CheckpointRetention(1), cancellation: Stop));
        Assert.Equal([folder[$"checkpoints/{Sample.Version(300)}"]], Directory.GetDirectories(folder["checkpoints"]));
    }

    [Fact]
    public async Task Only_a_committed_version_is_pinned()
    {
        var store = new MemoryStore();
        var error = await Assert.ThrowsAsync<CheckpointException>(() => new CheckpointArchive(store).PinAsync(Sample.Version(100), Stop));
        Assert.Contains("manifest.json: is missing", error.Message, StringComparison.Ordinal);
        Assert.Empty(store.Parts);
    }

    [Fact]
    public void At_least_the_newest_is_kept()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointRetention(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BestCheckpoints(-1, "fid"));
    }

    private static CheckpointManifest Manifest((CheckpointVersion Version, double? Figure) run) =>
        Sample.Manifest(run.Version, [], null, run.Figure is { } figure ? [("fid", figure)] : []);

    private static async Task<(MemoryStore Store, CheckpointArchive Archive)> Build((CheckpointVersion Version, double? Figure)[] run)
    {
        var store = new MemoryStore();
        var archive = new CheckpointArchive(store);
        foreach (var (version, figure) in run)
            await Sample.Write(archive, version, 6, figure is { } value ? [("fid", value)] : []);
        return (store, archive);
    }
}
