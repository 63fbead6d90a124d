using System.Runtime.InteropServices;

namespace GanActors.Datasets.Tests;

public sealed class DatasetCatalogTests : IDisposable
{
    private static readonly DownloadPatience Short = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private DatasetCatalog Catalog(bool downloads, params IdxSource[] sources) =>
        new(DataDirectory.Resolve(Path.Combine(_folder.Path, "data"), _ => null, OSPlatform.Linux), [.. sources], downloads, Short);

    private static Task<IDataset> LoadTinyAsync(DatasetCatalog catalog) => catalog.LoadAsync("tiny", cancellation: Cancellation);

    [Fact]
    public void A_wrong_name_is_answered_with_the_nearest_right_one()
    {
        var catalog = new DatasetCatalog(DataDirectory.Resolve(_folder.Path), downloads: false);
        Assert.Equal(["mnist", "fashion-mnist", "cifar-10", "sunflowers", "digits", "stacked-mnist", "ring", "grid"], catalog.Entries.Select(entry => entry.Name));
        foreach (var (wrong, right) in new[] { ("minst", "mnist"), ("fashion_mnist", "fashion-mnist"), ("Digit", "digits"), ("rings", "ring") })
            Assert.Contains($"; did you mean '{right}'?", Assert.Throws<DatasetException>(() => catalog.Find(wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_at_hand_is_found_to_be_missing_with_the_way_to_get_it()
    {
        var finding = Catalog(downloads: true, TinySource.Named("tiny", Path.Combine(_folder.Path, "system"), new Uri("http://mirror.invalid/"))).Find("tiny");
        Assert.Equal((DatasetAvailability.Missing, null, true), (finding.Availability, finding.Folder, finding.Downloadable));
        foreach (string part in new[] { Path.Combine(_folder.Path, "data", "tiny"), Path.Combine(_folder.Path, "system"), "data get tiny", "install tiny" })
            Assert.Contains(part, finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_directory_comes_before_the_installed_folder()
    {
        var source = TinySource.Named("tiny", Path.Combine(_folder.Path, "system"));
        TinySource.WriteTraining(_folder, "system");
        Assert.Equal(Path.Combine(_folder.Path, "system"), Catalog(downloads: false, source).Find("tiny").Folder);
        Assert.Contains(Path.Combine(_folder.Path, "system"), (await LoadTinyAsync(Catalog(downloads: false, source))).Description, StringComparison.Ordinal);
        TinySource.WriteTraining(_folder, "data/tiny");
        var finding = Catalog(downloads: false, source).Find("tiny");
        Assert.Equal((DatasetAvailability.Installed, Path.Combine(_folder.Path, "data", "tiny")), (finding.Availability, finding.Folder));
    }

    [Fact]
    public async Task Training_images_anywhere_come_before_test_images()
    {
        var source = TinySource.Named("tiny", Path.Combine(_folder.Path, "system"));
        TinySource.WriteTest(_folder, "data/tiny");
        TinySource.WriteTraining(_folder, "system");
        var set = await LoadTinyAsync(Catalog(downloads: false, source));
        Assert.Equal(6, set.Count);
    }

    [Fact]
    public async Task Test_images_serve_where_training_images_are_missing_and_the_description_says_so()
    {
        TinySource.WriteTest(_folder, "data/tiny");
        var catalog = Catalog(downloads: false, TinySource.Named("tiny"));
        Assert.Equal(DatasetAvailability.TestOnly, catalog.Find("tiny").Availability);
        var set = await LoadTinyAsync(catalog);
        Assert.Equal(4, set.Count);
        Assert.StartsWith("4 test images from ", set.Description, StringComparison.Ordinal);
        Assert.Contains("the 6 training images are not at hand", set.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_pair_is_told()
    {
        _folder.Write("data/tiny/train-images-idx3-ubyte", TinySource.TrainingImages);
        string detail = Catalog(downloads: false, TinySource.Named("tiny")).Find("tiny").Detail;
        Assert.Contains("has train-images-idx3-ubyte but no train-labels-idx1-ubyte.gz", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_with_a_dot_are_known()
    {
        _folder.Write("data/tiny/train-images.idx3-ubyte", TinySource.TrainingImages);
        _folder.Write("data/tiny/train-labels.idx1-ubyte", TinySource.TrainingLabels);
        Assert.Equal(6, (await LoadTinyAsync(Catalog(downloads: false, TinySource.Named("tiny")))).Count);
    }

    [Fact]
    public async Task A_loaded_set_is_shared()
    {
        TinySource.WriteTraining(_folder, "data/tiny");
        var catalog = Catalog(downloads: false, TinySource.Named("tiny"));
        var sets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LoadTinyAsync(catalog)));
        Assert.All(sets, set => Assert.Same(sets[0], set));
        Assert.Same(await catalog.LoadAsync("ring", cancellation: Cancellation), await catalog.LoadAsync("ring", cancellation: Cancellation));
        var limited = await catalog.LoadAsync("tiny", limit: 2, cancellation: Cancellation);
        Assert.Equal(2, limited.Count);
        Assert.True(((ImageDataset)limited).Pixels(0) == ((ImageDataset)sets[0]).Pixels(0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(7)]
    public async Task A_limit_that_cannot_be_is_refused(int limit)
    {
        TinySource.WriteTraining(_folder, "data/tiny");
        var fault = await Assert.ThrowsAsync<DatasetException>(
            () => Catalog(downloads: false, TinySource.Named("tiny")).LoadAsync("tiny", limit, cancellation: Cancellation));
        Assert.Contains("1 .. 6", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_an_error_and_not_passed_over()
    {
        TinySource.WriteTraining(_folder, "data/tiny");
        TinySource.WriteTest(_folder, "data/tiny");
        string damaged = _folder.Write("data/tiny/train-labels-idx1-ubyte", TinySource.TrainingLabels[..^1]);
        var fault = await Assert.ThrowsAsync<DatasetException>(() => LoadTinyAsync(Catalog(downloads: false, TinySource.Named("tiny"))));
        Assert.Equal(damaged, fault.File);
    }

    [Fact]
    public async Task What_is_missing_is_downloaded_into_the_data_directory()
    {
        await using var mirror = new LoopbackMirror().ServeTiny();
        TinySource.WriteTest(_folder, "data/tiny");
        var set = await LoadTinyAsync(Catalog(downloads: true, TinySource.Named("tiny", null, mirror.Address)));
        Assert.Equal(6, set.Count);
        Assert.Equal(["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"], mirror.Requests);
    }

    [Fact]
    public async Task A_download_that_failed_is_not_tried_again_unasked()
    {
        await using var mirror = new LoopbackMirror();
        TinySource.WriteTest(_folder, "data/tiny");
        var catalog = Catalog(downloads: true, TinySource.Named("tiny", null, mirror.Address), TinySource.Named("other", null, mirror.Address));
        var set = await LoadTinyAsync(catalog);
        Assert.Equal(4, set.Count);
        Assert.Contains("404", set.Description, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DatasetException>(() => catalog.LoadAsync("other", cancellation: Cancellation));
        int asked = mirror.Requests.Count;
        await LoadTinyAsync(catalog);
        await Assert.ThrowsAsync<DatasetException>(() => catalog.LoadAsync("other", cancellation: Cancellation));
        Assert.Equal(asked, mirror.Requests.Count);

        mirror.ServeTiny();
        Assert.Equal(DatasetAvailability.Installed, (await catalog.GetAsync("tiny", cancellation: Cancellation)).Availability);
        Assert.Equal(6, (await LoadTinyAsync(catalog)).Count);
    }

    [Fact]
    public async Task A_failed_download_says_what_can_be_done_by_hand()
    {
        await using var mirror = new LoopbackMirror();
        var catalog = Catalog(downloads: true, TinySource.Named("tiny", null, mirror.Address));
        var fault = await Assert.ThrowsAsync<DatasetException>(() => catalog.GetAsync("tiny", cancellation: Cancellation));
        foreach (string part in new[] { "tiny", mirror.Address.Authority, "404", Path.Combine(_folder.Path, "data", "tiny") })
            Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_downloads_are_not_allowed_nobody_is_asked()
    {
        await using var mirror = new LoopbackMirror().ServeTiny();
        var catalog = Catalog(downloads: false, TinySource.Named("tiny", null, mirror.Address));
        await Assert.ThrowsAsync<DatasetException>(() => LoadTinyAsync(catalog));
        await Assert.ThrowsAsync<DatasetException>(() => catalog.GetAsync("tiny", cancellation: Cancellation));
        Assert.Empty(mirror.Requests);
    }

    [Fact]
    public async Task Getting_what_is_at_hand_asks_nobody()
    {
        await using var mirror = new LoopbackMirror().ServeTiny();
        var catalog = Catalog(downloads: true, TinySource.Named("tiny", null, mirror.Address));
        await catalog.GetAsync("tiny", cancellation: Cancellation);
        Assert.Equal(4, mirror.Requests.Count);
        var loaded = await LoadTinyAsync(catalog);
        await catalog.GetAsync("tiny", cancellation: Cancellation);
        Assert.Equal(4, mirror.Requests.Count);
        Assert.Same(loaded, await LoadTinyAsync(catalog));
        Assert.Equal(DatasetAvailability.BuiltIn, (await catalog.GetAsync("digits", cancellation: Cancellation)).Availability);
    }

    [Fact]
    public async Task The_best_at_hand_is_the_first_source_present_or_downloadable()
    {
        await using var mirror = new LoopbackMirror().ServeTiny();
        TinySource.WriteTraining(_folder, "data/second");
        var catalog = Catalog(downloads: true, TinySource.Named("first", null, mirror.Address), TinySource.Named("second", null, mirror.Address));
        var choice = await catalog.ChooseBestAsync(cancellation: Cancellation);
        Assert.Equal("first", choice.Dataset.Name);
        Assert.StartsWith("first: 6 training images from ", Assert.Single(choice.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_best_at_hand_is_else_the_second_if_it_is_installed_and_says_why()
    {
        await using var mirror = new LoopbackMirror();
        TinySource.WriteTraining(_folder, "system");
        var catalog = Catalog(
            downloads: true, TinySource.Named("first", null, mirror.Address), TinySource.Named("second", Path.Combine(_folder.Path, "system"), mirror.Address));
        var choice = await catalog.ChooseBestAsync(cancellation: Cancellation);
        Assert.Equal("second", choice.Dataset.Name);
        Assert.Equal(2, choice.Reasons.Length);
        Assert.Contains("404", choice.Reasons[0], StringComparison.Ordinal);
        Assert.StartsWith("second: 6 training images from ", choice.Reasons[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_best_at_hand_is_else_built_in()
    {
        await using var mirror = new LoopbackMirror();
        var catalog = Catalog(downloads: true, TinySource.Named("first", null, mirror.Address), TinySource.Named("second", null, mirror.Address));
        var choice = await catalog.ChooseBestAsync(cancellation: Cancellation);
        Assert.Equal("digits", choice.Dataset.Name);
        Assert.Equal(3, choice.Reasons.Length);
        Assert.Equal(["train-images-idx3-ubyte.gz"], mirror.Requests);
    }
}
