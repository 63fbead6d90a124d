namespace GanActors.Checkpoints.Tests;

public sealed class ConfiguredCheckpointStoresTests : IDisposable
{
    private const string Container = "https://cats.blob.core.windows.net/runs", Setting = Container + "?sig=secret";

    private readonly TemporaryFolder _folder = new();

    private string Place => _folder["ring/checkpoints"];

    [Fact]
    public void Checkpoints_are_kept_in_the_runs_folder_if_nothing_is_said()
    {
        Assert.Equal(Place, new ConfiguredCheckpointStores("").Open(Place).Location);
        Assert.Empty(_folder.Files());
        Assert.Throws<CheckpointException>(() => new ConfiguredCheckpointStores("").Open("runs/ring/checkpoints"));
    }

    [Fact]
    public void A_run_has_blobs_of_its_own_and_says_in_its_folder_where()
    {
        var store = new ConfiguredCheckpointStores(Setting).Open(Place);
        Assert.StartsWith($"{Container}/ring-", store.Location, StringComparison.Ordinal);
        Assert.Equal(["ring/checkpoints/elsewhere.url"], _folder.Files());
        Assert.Equal(store.Location + "\n", File.ReadAllText(_folder["ring/checkpoints/elsewhere.url"]));

        // Another process, and another silo that was told where.
        Assert.Equal(store.Location, new ConfiguredCheckpointStores(Setting).Open(Place).Location);
        Assert.Equal(store.Location, new ConfiguredCheckpointStores(Setting).Open(store.Location).Location);

        // A run of the same name that takes its place is another run.
        Directory.Delete(_folder["ring"], recursive: true);
        Assert.NotEqual(store.Location, new ConfiguredCheckpointStores(Setting).Open(Place).Location);
    }

    [Fact]
    public async Task Of_those_that_open_a_run_at_once_all_have_the_same_blobs()
    {
        var stores = new ConfiguredCheckpointStores(Setting);
        string[] locations = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => stores.Open(Place).Location)));
        Assert.Single(locations.Distinct());
        Assert.Equal(["ring/checkpoints/elsewhere.url"], _folder.Files());
    }

    [Theory]
    [InlineData("incarnation")]
    [InlineData("00000005-0001/manifest.json")]
    public void A_run_that_began_in_its_folder_stays_there(string part)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Place, part))!);
        File.WriteAllText(Path.Combine(Place, part), "1\n");
        Assert.Equal(Place, new ConfiguredCheckpointStores(Setting).Open(Place).Location);
    }

    [Theory]
    [InlineData("", "set GANACTORS_CHECKPOINTS to")]
    [InlineData("https://dogs.blob.core.windows.net/runs?sig=secret", "another container, https://dogs.blob.core.windows.net/runs")]
    public void A_run_kept_elsewhere_is_not_begun_again_where_that_cannot_be_reached(string setting, string words)
    {
        string location = new ConfiguredCheckpointStores(Setting).Open(Place).Location;
        foreach (string place in new[] { Place, location })
        {
            var error = Assert.Throws<CheckpointException>(() => new ConfiguredCheckpointStores(setting).Open(place));
            Assert.Contains($"the checkpoints are kept in {location}", error.Message, StringComparison.Ordinal);
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Container)]
    [InlineData(Container + "/")]
    [InlineData(Container + "/../other")]
    [InlineData(Container + "/a/b")]
    [InlineData(Container + "/a?sig=mine")]
    [InlineData("https://cats.blob.core.windows.net/runs-of-others/ring")]
    [InlineData("nowhere")]
    [InlineData("")]
    public void A_pointer_that_leads_elsewhere_is_refused(string url)
    {
        Directory.CreateDirectory(Place);
        File.WriteAllText(Path.Combine(Place, ConfiguredCheckpointStores.PointerName), url);
        Assert.Throws<CheckpointException>(() => new ConfiguredCheckpointStores(Setting).Open(Place));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told()
    {
        File.WriteAllText(_folder["ring"], "a file");
        var error = Assert.Throws<CheckpointException>(() => new ConfiguredCheckpointStores(Setting).Open(Place));
        Assert.Contains(_folder["ring"], error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
