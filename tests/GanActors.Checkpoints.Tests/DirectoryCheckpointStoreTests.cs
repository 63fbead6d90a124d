namespace GanActors.Checkpoints.Tests;

public sealed class DirectoryCheckpointStoreTests : CheckpointStoreTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_goes_with_its_last_part_and_the_root_stays()
    {
        var store = Open();
        await store.WriteAsync("a/b", static _ => { }, Stop);
        await store.WriteAsync("c", static _ => { }, Stop);
        await store.DeleteAsync("a/b", Stop);
        await store.DeleteAsync("c", Stop);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["store"]));
    }

    [Fact]
    public async Task What_writers_that_died_have_left_is_swept_and_nothing_else()
    {
        var store = Open();
        await store.WriteAsync("a/b", static _ => { }, Stop);
        string id = $"{Guid.NewGuid():N}";
        string[] left = [$"a/.b.{id}.part", $"a/.b.{id}.part.{id}.part", $".top.{id}.part", $"z/.b.{id}.part"];
        string[] others = ["a/.b.part", $"a/b.{id}.part", $"a/..{id}.part", $"a/.b.{id[1..]}.part", ".hidden", $"y/.b.{id}.part"];
        foreach (string name in left.Concat(others))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[$"store/{name}"])!);
            await File.WriteAllTextAsync(_folder[$"store/{name}"], "half", Stop);
        }

        Assert.Equal(["a/b", $"a/b.{id}.part"], (await store.ListAsync("", Stop)).Select(part => part.Name));
        await store.SweepUnfinishedAsync(static name => !name.StartsWith('y'), Stop);
        Assert.Equal(others.Append("a/b").Select(name => $"store/{name}").Order(StringComparer.Ordinal), _folder.Files());
        Assert.False(Directory.Exists(_folder["store/z"]));
    }

    [Fact]
    public async Task A_link_out_of_the_folder_is_not_followed_when_parts_are_listed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right of their own on Windows.");
        var store = Open();
        await store.WriteAsync("a/b", static _ => { }, Stop);
        Directory.CreateDirectory(_folder["elsewhere"]);
        await File.WriteAllTextAsync(_folder["elsewhere/secret"], "x", Stop);
        Directory.CreateSymbolicLink(_folder["store/link"], _folder["elsewhere"]);
        Directory.CreateSymbolicLink(_folder["store/a/loop"], _folder["store"]);
        Assert.Equal(["a/b"], (await store.ListAsync("", Stop)).Select(part => part.Name));
    }

    [Fact]
    public void A_store_is_opened_by_a_full_path()
    {
        var stores = new DirectoryCheckpointStores();
        Assert.Equal(_folder["store"], stores.Open(_folder["store"]).Location);
        Assert.False(Directory.Exists(_folder["store"]));
        foreach (string place in new[] { "runs/ring/checkpoints", "https://account.example/container" })
            Assert.Throws<CheckpointException>(() => stores.Open(place));
    }

    public void Dispose() => _folder.Dispose();

    protected override ICheckpointStore Open() => new DirectoryCheckpointStore(_folder["store"]);
}
