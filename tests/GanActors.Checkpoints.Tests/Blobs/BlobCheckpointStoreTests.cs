using GanActors.Checkpoints.Blobs;

namespace GanActors.Checkpoints.Tests;

/// <summary>A store in a container of the emulator, with a right that somebody else may have given in another way.</summary>
public abstract class BlobCheckpointStoreTests(Azurite azurite) : CheckpointStoreTests, IClassFixture<Azurite>
{
    protected Azurite Azurite { get; } = azurite;

    private protected BlobContainer? Container { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_write_that_fails_leaves_what_was_there_and_nothing_else()
    {
        var store = Open();
        byte[] block = new byte[BlobContainer.Block + 1];
        await store.WriteAsync("a/b", static stream => stream.Write("before"u8), Stop);
        foreach (string name in new[] { "a/b", "a/new" })
        {
            await Assert.ThrowsAsync<InvalidTimeZoneException>(() => store.WriteAsync(name, stream =>
            {
                stream.Write(block);
                stream.Write(block);
                throw new InvalidTimeZoneException("the writer's own");
            }, Stop));
        }

        Assert.Equal([new StoredPart("a/b", 6)], await store.ListAsync("", Stop));
        Assert.Null(await store.OpenAsync("a/new", Stop));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(BlobContainer.Block)]
    public async Task A_part_as_long_as_a_block_is_read_as_it_was_written(int more)
    {
        var store = Open();
        byte[] bytes = new byte[BlobContainer.Block + more];
        new Random(more).NextBytes(bytes);
        await store.WriteAsync("part", stream => stream.Write(bytes), Stop);
        await using var stream = (await store.OpenAsync("part", Stop))!;
        byte[] read = new byte[stream.Length];
        await stream.ReadExactlyAsync(read, Stop);
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Stop));
        Assert.True(bytes.AsSpan().SequenceEqual(read));
    }

    [Fact]
    public async Task Checkpoints_are_kept_told_and_swept()
    {
        var archive = new CheckpointArchive(Open());
        Assert.Equal(1, await archive.OpenIncarnationAsync(Stop));
        foreach (long iteration in new long[] { 1000, 2000, 3000 })
            await Sample.Write(archive, Sample.Version(iteration));
        await archive.PinAsync(Sample.Version(1000), Stop);
        await archive.WriteNetworkAsync(Sample.Version(4000), CheckpointArchive.Generator, Sample.Network(4000), Stop);
        await archive.SweepAsync(new CheckpointRetention(1), cancellation: Stop);
        var latest = await archive.LatestAsync(Stop);
        Assert.Equal(Sample.Version(3000), latest.Manifest!.Version);
        Sample.AssertEqual(Sample.Network(3000), await archive.ReadNetworkAsync(Sample.Version(3000), CheckpointArchive.Generator, Stop));
        Assert.Equal(
            [(4000, CheckpointCondition.Unfinished), (3000, CheckpointCondition.Whole), (1000, CheckpointCondition.Whole)],
            (await archive.ListVersionsAsync(verify: true, Stop)).Select(entry => (entry.Version.Iteration, entry.Condition)));
        await Assert.ThrowsAsync<CheckpointException>(() => Sample.Write(archive, Sample.Version(3000)));
        Assert.Equal(2, await archive.OpenIncarnationAsync(Stop));
    }

    [Fact]
    public async Task A_writer_cut_off_after_any_request_leaves_the_last_checkpoint_it_committed()
    {
        Open();
        var whole = new CheckpointArchive(new BlobCheckpointStore(Container!, "run"));
        await Sample.Write(whole, Sample.Version(1));
        for (int requests = 0; ; requests++)
        {
            using var network = new CutOffHandler(requests);
            using var http = new HttpMessageInvoker(network);
            var cut = new CheckpointArchive(new BlobCheckpointStore(new BlobContainer(Settings, http, FakeBlobs.Hurried), "run"));
            var version = Sample.Version(2 + requests);
            bool isCommitted = true;
            try
            {
                await Sample.Write(cut, version);
            }
            catch (CheckpointException)
            {
                isCommitted = false;
            }

            var latest = await whole.LatestAsync(Stop);
            Assert.Equal(isCommitted ? version : Sample.Version(1), latest.Manifest!.Version);
            Assert.All(latest.Skipped, entry => Assert.Equal(CheckpointCondition.Unfinished, entry.Condition));
            if (isCommitted)
                return;
        }
    }

    private protected BlobSettings Settings { get; private set; } = null!;

    /// <summary>What the user would set, for a container that is there or can be made.</summary>
    protected abstract string Setting(string container);

    protected override ICheckpointStore Open()
    {
        Settings = BlobSettings.Read(Setting(Azurite.NewContainer()), "the test");
        Container = new BlobContainer(Settings);
        return new BlobCheckpointStore(Container, "run");
    }

    /// <summary>The network, until so many requests have gone through.</summary>
    private sealed class CutOffHandler(int requests) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        private int _left = requests;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _left-- > 0 ? base.SendAsync(request, cancellationToken) : throw new HttpRequestException("the line is cut");
    }
}

/// <summary>With the account's key.</summary>
public sealed class SharedKeyStoreTests(Azurite azurite) : BlobCheckpointStoreTests(azurite)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_key_is_told_and_not_repeated()
    {
        string wrong = Convert.ToBase64String("somebody else's key"u8), connection = Azurite.Connection(key: wrong);
        var store = new BlobCheckpointStore(new BlobContainer(BlobSettings.Read(connection, "the test")), "run");
        foreach (var attempt in new Func<Task>[]
        {
            () => store.WriteAsync("a/b", static stream => stream.Write("x"u8), Stop), () => store.OpenAsync("a/b", Stop), () => store.ListAsync("", Stop),
        })
        {
            var error = await Assert.ThrowsAsync<CheckpointException>(attempt);
            Assert.Contains("refuses the key (403 AuthorizationFailure)", error.Message, StringComparison.Ordinal);
            Assert.Contains(store.Location[..store.Location.LastIndexOf('/')], error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(wrong, error.ToString(), StringComparison.Ordinal);
        }
    }

    protected override string Setting(string container) => Azurite.Connection(container);
}

/// <summary>With a signature that allows some things in one container, which somebody has made.</summary>
public sealed class SharedAccessStoreTests(Azurite azurite) : BlobCheckpointStoreTests(azurite)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("rwdl", -1, false)]
    [InlineData("rl", 1, false)]
    [InlineData("rwdl", 1, true)]
    public async Task A_signature_that_has_expired_or_does_not_allow_writing_is_told_and_not_repeated(string permissions, int hours, bool isEnough)
    {
        string container = await Made(Azurite.NewContainer()), url = Azurite.SignedUrl(container, permissions, DateTimeOffset.UtcNow.AddHours(hours));
        var store = new BlobCheckpointStore(new BlobContainer(BlobSettings.Read(url, "the test")), "run");
        var write = store.WriteAsync("a/b", static stream => stream.Write("x"u8), Stop);
        if (isEnough)
        {
            await write;
            return;
        }

        var error = await Assert.ThrowsAsync<CheckpointException>(() => write);
        Assert.StartsWith($"{store.PlaceOf("a/b")}: cannot be written: 127.0.0.1 refuses the shared access signature (403 ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", error.ToString(), StringComparison.Ordinal);
    }

    protected override string Setting(string container) =>
        Azurite.SignedUrl(Made(container).GetAwaiter().GetResult(), "rwdl", DateTimeOffset.UtcNow.AddHours(1));

    private async Task<string> Made(string container)
    {
        var owner = new BlobCheckpointStore(new BlobContainer(BlobSettings.Read(Azurite.Connection(container), "the test")), "other-run");
        await owner.WriteAsync("there", static _ => { }, Stop);
        return container;
    }
}
