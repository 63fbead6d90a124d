using System.Runtime.InteropServices;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Datasets.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private static readonly ImageSpec Tiny = new(4, 4);
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Cache => Path.Combine(_folder.Path, "cache");

    public void Dispose() => _folder.Dispose();

    // The red of a picture tells which one it is.
    private void Write(string name, byte red) => _folder.Write($"photos/{name}", PngBytes.Plain(6, 5, red, 100, 200));

    private ImageDataset Read(ImageSpec? wanted = null, int? limit = null, IProgress<LoadProgress>? progress = null) => ImageFolder.Read(
        "photos", Path.Combine(_folder.Path, "photos"), wanted ?? Tiny, limit, new DecodedCache([Cache]), progress, Cancellation);

    private static int[] Reds(ImageDataset set) => [.. Enumerable.Range(0, set.Count).Select(i => (int)set.Pixels(i)[0])];

    private static int[] LabelsOf(ImageDataset set)
    {
        byte[] labels = new byte[set.Count];
        set.GatherLabels([.. Enumerable.Range(0, set.Count)], labels);
        return [.. labels.Select(label => (int)label)];
    }

    private string Fault(int? limit = null) => Assert.Throws<DatasetException>(() => Read(limit: limit)).Message;

    [Fact]
    public void Pictures_come_in_the_order_of_their_names_character_by_character()
    {
        foreach (var (name, red) in new[] { ("b.png", 4), ("a.png", 2), ("B.png", 1), ("a-1.PNG", 3), ("notes.txt", 9), (".hidden.png", 9) })
            Write(name, (byte)red);
        var set = Read();
        // '-' comes before '.'.
        Assert.Equal([1, 3, 2, 4], Reds(set));
        Assert.Equal((new Shape(3, 4, 4), 0), (set.Item, set.Classes));
        Assert.Equal($"4 pictures from {Path.Combine(_folder.Path, "photos")}, cropped to 4x4", set.Description);
        Assert.Equal([100, 100, 200], new[] { 16, 31, 32 }.Select(at => (int)set.Pixels(0)[at]));
    }

    [Fact]
    public void Sub_folders_are_classes_in_the_order_of_their_names()
    {
        foreach (var (name, red) in new[] { ("cats/deeper/z.png", 2), ("cats-and-dogs/a.png", 3), ("cats/a.png", 1), ("Birds/x.png", 0), (".trash/x.png", 9) })
            Write(name, (byte)red);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "photos", "empty"));
        var set = Read();
        Assert.Equal([0, 1, 2, 3], Reds(set));
        Assert.Equal(["Birds", "cats", "cats-and-dogs"], set.ClassNames);
        Assert.Equal([0, 1, 1, 2], LabelsOf(set));
        Assert.EndsWith(", 3 classes", set.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_beside_sub_folders_have_no_classes()
    {
        Write("a/x.png", 1);
        Write("y.png", 2);
        var set = Read();
        Assert.Equal((2, 0), (set.Count, set.Classes));
        Assert.EndsWith(", without classes, for y.png lies in none of the 1 sub-folder", set.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void More_sub_folders_than_a_byte_counts_are_no_classes()
    {
        for (int i = 0; i < 257; i++)
            Write($"{i:000}/x.png", (byte)i);
        var set = Read();
        Assert.Equal((257, 0), (set.Count, set.Classes));
        Assert.EndsWith(", without classes, for 257 sub-folders are more than 256", set.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_file_is_named_and_skipped_with_a_count()
    {
        Write("a.png", 1);
        _folder.Write("photos/b.png", PngBytes.Plain(6, 5, 2, 0, 0)[..50]);
        _folder.Write("photos/c.jpg", []);
        Write("d.png", 4);
        foreach (var set in new[] { Read(), Read() })
        {
            Assert.Equal([1, 4], Reds(set));
            Assert.Contains("; 2 of 4 files skipped: first b.png: byte 33 (length of IDAT): ", set.Description, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_limit_is_filled_with_the_files_after_a_bad_one()
    {
        _folder.Write("photos/0.png", []);
        for (int i = 1; i < 9; i++)
            Write($"{i}.png", (byte)i);
        Assert.Equal([1, 2, 3], Reds(Read(limit: 3)));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Reds(Read(limit: 8)));
        Assert.Contains("limit 9 is not in 1 .. 8, the pictures there are in", Fault(limit: 9), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_usable_pictures_is_one_clear_error()
    {
        string photos = Path.Combine(_folder.Path, "photos");
        Assert.Equal($"There is no folder {photos}.", Fault());
        _folder.Write("photos/notes.txt", [1]);
        Assert.Equal($"{photos} holds no pictures: no file in it or its sub-folders ends in .jpg, .jpeg or .png.", Fault());
        _folder.Write("photos/a.png", []);
        Assert.Equal($"{photos}: its only picture cannot be read: a.png: it is empty.", Fault());
        _folder.Write("photos/b.png", [1]);
        Assert.Equal($"{photos}: none of its 2 pictures can be read: a.png: it is empty.", Fault());
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_called_so()
    {
        _folder.Write("photos", [1]);
        Assert.Contains("is a file; name the folder", Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_counts_every_picture()
    {
        for (int i = 0; i < 20; i++)
            Write($"{i:00}.png", (byte)i);
        var heard = new Heard();
        Read(progress: heard);
        Assert.Equal(Enumerable.Range(0, 21).Select(i => (long)i), heard.Reports.Select(report => report.Done).Order());
        Assert.All(heard.Reports, report => Assert.Equal(("photos", 20L), (report.Dataset, report.Total)));
    }

    [Fact]
    public void The_second_time_nothing_is_decoded()
    {
        Write("a.png", 1);
        Write("b.png", 2);
        Assert.Equal([1, 2], Reds(Read()));
        var heard = new Heard();
        Assert.Equal([1, 2], Reds(Read(progress: heard)));
        Assert.Empty(heard.Reports);
        Assert.Single(Directory.GetFiles(Cache));
    }

    [Fact]
    public void A_changed_added_or_removed_file_is_decoded_anew_in_place_of_what_was_kept()
    {
        Write("a.png", 1);
        Write("b.png", 2);
        Assert.Equal([1, 2], Reds(Read()));
        Write("b.png", 3);
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "photos", "b.png"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        Assert.Equal([1, 3], Reds(Read()));
        Write("c.png", 4);
        Assert.Equal([1, 3, 4], Reds(Read()));
        File.Delete(Path.Combine(_folder.Path, "photos", "a.png"));
        Assert.Equal([3, 4], Reds(Read()));
        Assert.Single(Directory.GetFiles(Cache));
    }

    [Fact]
    public void Another_size_fit_or_kind_is_kept_apart()
    {
        Write("a.png", 1);
        ImageSpec[] all = [Tiny, Tiny with { Width = 3 }, Tiny with { Channels = 1 }, Tiny with { Fit = ImageFit.Pad }, Tiny with { Background = ImageBackground.White }];
        for (int round = 0; round < 2; round++)
        {
            foreach (var wanted in all)
                Assert.Equal(wanted.Item, Read(wanted).Item);
        }

        Assert.Equal(all.Length, Directory.GetFiles(Cache).Length);
    }

    [Fact]
    public void A_damaged_cache_is_made_anew()
    {
        Write("x/a.png", 1);
        Write("x/b.png", 2);
        Read();
        string kept = Directory.GetFiles(Cache).Single();
        byte[] whole = File.ReadAllBytes(kept);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0xFF;
            File.WriteAllBytes(kept, damaged);
            Assert.Equal([1, 2], Reds(Read()));
            Assert.Equal(whole, File.ReadAllBytes(kept));
        }

        foreach (byte[] damaged in new[] { [], whole[..1], whole[..60], whole[..^1], [.. whole, 0] })
        {
            File.WriteAllBytes(kept, damaged);
            Assert.Equal([1, 2], Reds(Read()));
            Assert.Equal(whole, File.ReadAllBytes(kept));
        }
    }

    [Fact]
    public void Where_nothing_can_be_kept_pictures_are_decoded_every_time()
    {
        Write("a.png", 1);
        _folder.Write("cache", [1]);
        Assert.Equal([1], Reds(Read()));
        Assert.Equal([1], Reds(Read()));
    }

    [Fact]
    public void A_second_folder_keeps_what_the_first_cannot()
    {
        Write("a.png", 1);
        string blocked = _folder.Write("blocked", [1]);
        var cache = new DecodedCache([blocked, Cache]);
        ImageFolder.Read("photos", Path.Combine(_folder.Path, "photos"), Tiny, null, cache, null, Cancellation);
        var heard = new Heard();
        ImageFolder.Read("photos", Path.Combine(_folder.Path, "photos"), Tiny, null, cache, heard, Cancellation);
        Assert.Empty(heard.Reports);
    }

    [Fact]
    public void JPEG_and_PNG_lie_together()
    {
        MadePictures.NeedJpeg();
        Write("a.png", 1);
        _folder.Write("photos/b.jpg", MadePictures.Jpeg.First().File);
        _folder.Write("photos/c.jpg", MadePictures.Jpeg.First().File[..100]);
        var set = Read();
        Assert.Equal(2, set.Count);
        Assert.Contains("1 of 3 files skipped: first c.jpg: ", set.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_pictures_for_the_memory_are_refused_before_any_is_decoded()
    {
        for (int i = 0; i < 700; i++)
            _folder.Write($"photos/{i:000}.png", []);
        string fault = Assert.Throws<DatasetException>(() => Read(new ImageSpec(1024, 1024))).Message;
        Assert.Contains("write a limit of at most 682, or a smaller size", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_the_data_directory_goes_by_its_name()
    {
        Write("a.png", 7);
        var catalog = new DatasetCatalog(DataDirectory.Resolve(_folder.Path, _ => null, OSPlatform.Linux), downloads: false);
        var set = (ImageDataset)await catalog.LoadAsync(new DataSpec("photos", Images: Tiny), cancellation: Cancellation);
        Assert.Equal([7], Reds(set));
        Assert.Same(set, await catalog.LoadAsync(new DataSpec("photos", Images: Tiny), cancellation: Cancellation));
        Assert.Equal((DatasetAvailability.Installed, 1), (catalog.Find("photos").Availability, catalog.Find("photos").Entry.Count));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_folder.Path, ".decoded")));
        var fault = await Assert.ThrowsAsync<DatasetException>(() => catalog.LoadAsync(new DataSpec("photos"), cancellation: Cancellation));
        Assert.Contains("for example size: [64, 64]", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sunflowers_that_are_not_there_are_told_where_to_get()
    {
        var catalog = new DatasetCatalog(DataDirectory.Resolve(_folder.Path, _ => null, OSPlatform.Linux), downloads: false);
        var fault = await Assert.ThrowsAsync<DatasetException>(() => catalog.LoadAsync(new DataSpec("sunflowers", Images: Tiny), cancellation: Cancellation));
        Assert.StartsWith($"sunflowers: There is no folder {Path.Combine(_folder.Path, "sunflowers")}; get the folder sunflowers of https://", fault.Message, StringComparison.Ordinal);
        fault = await Assert.ThrowsAsync<DatasetException>(() => catalog.GetAsync("sunflowers", cancellation: Cancellation));
        Assert.Contains("not downloaded by this program", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_set_with_a_size_of_its_own_is_brought_to_another()
    {
        var catalog = new DatasetCatalog(DataDirectory.Resolve(_folder.Path, _ => null, OSPlatform.Linux), downloads: false);
        var data = new DataSpec("digits", Limit: 20, Images: new ImageSpec(32, 16, 3, ImageFit.Stretch));
        var set = await catalog.LoadAsync(data, cancellation: Cancellation);
        Assert.Equal((20, new Shape(3, 32, 16), 10), (set.Count, set.Item, set.Classes));
        Assert.Same(set, await catalog.LoadAsync(data, cancellation: Cancellation));
        Assert.Same(
            await catalog.LoadAsync("digits", cancellation: Cancellation),
            await catalog.LoadAsync(new DataSpec("digits", Images: new ImageSpec(28, 28, 1)), cancellation: Cancellation));
        var fault = await Assert.ThrowsAsync<DatasetException>(() => catalog.LoadAsync(new DataSpec("ring", Images: Tiny), cancellation: Cancellation));
        Assert.Contains("remove size", fault.Message, StringComparison.Ordinal);
    }

    private sealed class Heard : IProgress<LoadProgress>
    {
        private readonly List<LoadProgress> _reports = [];

        public IReadOnlyList<LoadProgress> Reports => _reports;

        public void Report(LoadProgress value)
        {
            lock (_reports)
                _reports.Add(value);
        }
    }
}
