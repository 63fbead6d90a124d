using System.IO.Compression;

namespace GanActors.Datasets.Tests;

public sealed class DownloadTests : IDisposable
{
    private static readonly string[] Everything =
    [
        "tiny/t10k-images-idx3-ubyte.gz", "tiny/t10k-labels-idx1-ubyte.gz", "tiny/train-images-idx3-ubyte.gz", "tiny/train-labels-idx1-ubyte.gz",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task FetchAsync(IdxSource source, IProgress<DownloadProgress>? progress = null, DownloadPatience? patience = null, CancellationToken? cancellation = null) =>
        new MirrorDownload(source, Path.Combine(_folder.Path, "tiny"), patience ?? DownloadPatience.Asked, progress)
            .FetchAsync([.. source.Files], cancellation ?? TestContext.Current.CancellationToken);

    [Fact]
    public async Task Files_arrive_whole_under_their_names()
    {
        await using var mirror = new LoopbackMirror().ServeTiny();
        await FetchAsync(TinySource.Named("tiny", null, mirror.Address));
        Assert.Equal(Everything, _folder.Files());
        Assert.Equal(TinySource.TrainingImages[16..], IdxFile.Read(Path.Combine(_folder.Path, "tiny", "train-images-idx3-ubyte.gz"), 3).Values);
    }

    [Fact]
    public async Task Progress_ends_at_the_total()
    {
        await using var mirror = new LoopbackMirror().ServeTiny();
        var heard = new Heard();
        await FetchAsync(TinySource.Named("tiny", null, mirror.Address), heard);
        Assert.Equal(4, heard.Reports.Select(report => report.File).Distinct().Count());
        Assert.Equal(heard.Reports[^1].Total, heard.Reports[^1].Done);
        Assert.Equal(heard.Reports.Select(report => report.Done).Order(), heard.Reports.Select(report => report.Done));
        Assert.All(heard.Reports, report => Assert.Equal(("tiny", mirror.Address.Authority), (report.Dataset, report.Host)));
    }

    [Fact]
    public async Task A_plain_file_is_taken_and_named_as_what_it_is()
    {
        await using var mirror = new LoopbackMirror().ServeTiny();
        mirror.Serve("train-images-idx3-ubyte.gz", TinySource.TrainingImages);
        await FetchAsync(TinySource.Named("tiny", null, mirror.Address));
        Assert.Contains("tiny/train-images-idx3-ubyte", _folder.Files());
    }

    public static TheoryData<string> Misdeeds => ["absent", "other content", "other length", "cut", "cut, length unknown", "bomb", "oversize", "oversize, length unknown", "page"];

    [Theory]
    [MemberData(nameof(Misdeeds))]
    public async Task A_mirror_that_serves_wrong_is_left_for_the_next(string misdeed)
    {
        await using var bad = new LoopbackMirror().ServeTiny();
        await using var good = new LoopbackMirror().ServeTiny();
        Misbehave(bad, misdeed);
        await FetchAsync(TinySource.Named("tiny", null, bad.Address, good.Address));
        Assert.Equal(Everything, _folder.Files());
        Assert.Equal(["train-images-idx3-ubyte.gz"], good.Requests);
    }

    [Theory]
    [MemberData(nameof(Misdeeds))]
    public async Task Where_no_mirror_serves_right_nothing_stays_and_each_is_named_with_its_fault(string misdeed)
    {
        await using var one = new LoopbackMirror().ServeTiny();
        await using var two = new LoopbackMirror().ServeTiny();
        Misbehave(one, misdeed);
        Misbehave(two, misdeed);
        var fault = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync(TinySource.Named("tiny", null, one.Address, two.Address)));
        Assert.Empty(_folder.Files());
        Assert.Contains("train-images-idx3-ubyte.gz", fault.Message, StringComparison.Ordinal);
        Assert.Contains(one.Address.Authority, fault.Message, StringComparison.Ordinal);
        Assert.Contains(two.Address.Authority, fault.Message, StringComparison.Ordinal);
        Assert.Contains(Named(misdeed), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_mirror_is_not_waited_for()
    {
        await using var silent = new LoopbackMirror();
        silent.KeepSilentAbout("train-images-idx3-ubyte.gz");
        await using var good = new LoopbackMirror().ServeTiny();
        await FetchAsync(
            TinySource.Named("tiny", null, silent.Address, good.Address),
            patience: new DownloadPatience(Answer: TimeSpan.FromSeconds(10), Stall: TimeSpan.FromSeconds(20)));
        Assert.Equal(Everything, _folder.Files());
    }

    [Fact]
    public async Task A_mirror_that_stalls_is_left()
    {
        await using var stalling = new LoopbackMirror();
        stalling.StallIn("train-images-idx3-ubyte.gz", IdxBytes.Zip(TinySource.TrainingImages)[..20]);
        var fault = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync(
            TinySource.Named("tiny", null, stalling.Address), patience: new DownloadPatience(TimeSpan.FromSeconds(20), Stall: TimeSpan.FromMilliseconds(200))));
        Assert.Contains("no answer within 0.2 s", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Files());
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_named()
    {
        Uri gone;
        await using (var mirror = new LoopbackMirror())
            gone = mirror.Address;
        var fault = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync(TinySource.Named("tiny", null, gone)));
        Assert.Contains(gone.Authority, fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "tiny")));
    }

    [Fact]
    public async Task A_cancelled_download_leaves_nothing()
    {
        await using var mirror = new LoopbackMirror();
        mirror.StallIn("train-images-idx3-ubyte.gz", IdxBytes.Zip(TinySource.TrainingImages)[..20]);
        using var cancel = new CancellationTokenSource();
        var heard = new Heard { OnReport = _ => cancel.Cancel() };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(TinySource.Named("tiny", null, mirror.Address), heard, cancellation: cancel.Token));
        Assert.Empty(_folder.Files());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        await using var mirror = new LoopbackMirror().ServeTiny();
        _folder.Write("tiny", [1]);
        var fault = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync(TinySource.Named("tiny", null, mirror.Address)));
        Assert.Contains(Path.Combine(_folder.Path, "tiny"), fault.Message, StringComparison.Ordinal);
    }

    private static void Misbehave(LoopbackMirror mirror, string misdeed)
    {
        const string File = "train-images-idx3-ubyte.gz";
        byte[] right = IdxBytes.Zip(TinySource.TrainingImages);
        byte[] huge = new byte[200_000];
        switch (misdeed)
        {
            case "absent":
                mirror.Refuse(File);
                break;
            case "other content":
                mirror.Serve(File, IdxBytes.Zip([.. TinySource.TrainingImages[..^1], 0xff]));
                break;
            case "other length":
                mirror.Serve(File, IdxBytes.Zip(TinySource.TrainingImages[..^1]));
                break;
            case "cut":
                mirror.Serve(File, right[..^5], right.Length);
                break;
            case "cut, length unknown":
                mirror.Serve(File, right[..^5], length: -1);
                break;
            case "bomb":
                using (var packed = new MemoryStream())
                {
                    using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                        gzip.Write(new byte[4_000_000]);
                    mirror.Serve(File, packed.ToArray());
                }

                break;
            case "oversize":
                mirror.Serve(File, huge);
                break;
            case "oversize, length unknown":
                mirror.Serve(File, huge, length: -1);
                break;
            case "page":
                mirror.Serve(File, "<html>Please sign in</html>"u8.ToArray());
                break;
        }
    }

    private static string Named(string misdeed) => misdeed switch
    {
        "absent" => "404",
        "other content" or "other length" or "page" => "SHA-256",
        "bomb" => "longer than",
        "oversize" => "offers 200,000 bytes",
        "oversize, length unknown" => "sends more than",
        "cut, length unknown" => "damaged or cut",
        _ => "response ended",
    };

    private sealed class Heard : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Reports { get; } = [];

        public Action<DownloadProgress>? OnReport { get; init; }

        public void Report(DownloadProgress value)
        {
            Reports.Add(value);
            OnReport?.Invoke(value);
        }
    }
}
