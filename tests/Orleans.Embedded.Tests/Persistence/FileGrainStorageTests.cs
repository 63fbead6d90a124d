using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Persistence;

/// <summary>What the files promise when the power goes, or when somebody else was in them.</summary>
public sealed class FileGrainStorageTests : IDisposable
{
    private static readonly GrainId Id = GrainId.Create("ledger", "a");
    private readonly string _directory = Directory.CreateTempSubdirectory("books").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_power_cut_before_the_rename_leaves_the_old_state()
    {
        var storage = Open();
        var state = new GrainState<Ledger>(new Ledger { Total = 1 });
        await storage.WriteStateAsync("ledger", Id, state);
        storage.BeforeRename = temporary =>
        {
            Assert.True(new FileInfo(temporary).Length > 0);
            throw new IOException("The power went.");
        };
        state.State!.Total = 2;
        await Assert.ThrowsAsync<IOException>(() => storage.WriteStateAsync("ledger", Id, state));

        var restarted = Open();
        Assert.Equal(1, (await Read(restarted)).State!.Total);

        // What was left behind is in nobody's way.
        var next = await Read(restarted);
        next.State!.Total = 3;
        await restarted.WriteStateAsync("ledger", Id, next);
        Assert.Equal(3, (await Read(Open())).State!.Total);
        Assert.Single(Directory.GetFiles(_directory, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_torn_temporary_file_is_never_read()
    {
        var storage = Open();
        var path = storage.PathOf("ledger", Id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path + AtomicFile.TemporarySuffix, "{\"etag\":\"1\",\"sta", TestContext.Current.CancellationToken);
        Assert.False((await Read(storage)).RecordExists);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ torn")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"etag\":\"1\",\"state\":{\"Total\":\"many\"}}")]
    public async Task A_file_that_is_no_state_is_named(string content)
    {
        var storage = Open();
        var path = storage.PathOf("ledger", Id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Read(storage));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_writers_with_one_ETag_one_wins()
    {
        var storage = Open();
        var first = new GrainState<Ledger>(new Ledger());
        await storage.WriteStateAsync("ledger", Id, first);
        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try
            {
                await storage.WriteStateAsync("ledger", Id, new GrainState<Ledger>(new Ledger(), first.ETag));
            }
            catch (InconsistentStateException)
            {
                Interlocked.Increment(ref refused);
            }
        }));
        Assert.Equal(15, refused);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData("a/b\\c")]
    [InlineData("/absolute")]
    [InlineData("C:\\x")]
    public async Task No_key_leads_out_of_the_directory(string key)
    {
        var storage = Open();
        var id = GrainId.Create("ledger", key);
        await storage.WriteStateAsync("ledger", id, new GrainState<Ledger>(new Ledger()));
        Assert.Equal(_directory, Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(storage.PathOf("ledger", id)))));
        Assert.True(File.Exists(storage.PathOf("ledger", id)));
    }

    [Fact]
    public void Different_texts_become_different_safe_file_names_on_file_systems_that_fold_case_too()
    {
        Prop.ForAll<string, string>((left, right) =>
        {
            var (one, other) = (FileNames.Encode(left ?? ""), FileNames.Encode(right ?? ""));
            Assert.Equal(Encoding.UTF8.GetBytes(left ?? "").AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(right ?? "")), string.Equals(one, other, StringComparison.OrdinalIgnoreCase));
            Assert.Matches("^[a-z0-9_%~-][a-z0-9_.%~-]*$", one);
        }).QuickCheckThrowOnFailure();
        Assert.NotEqual(FileNames.Encode("A"), FileNames.Encode("a"));
        var longText = new string('x', 1000);
        Assert.True(FileNames.Encode(longText).Length <= 200);
        Assert.NotEqual(FileNames.Encode(longText), FileNames.Encode(longText + "x"));
    }

    private static async Task<GrainState<Ledger>> Read(FileGrainStorage storage)
    {
        var state = new GrainState<Ledger>();
        await storage.ReadStateAsync("ledger", Id, state);
        return state;
    }

    private FileGrainStorage Open() => new("books", new FileGrainStorageOptions { RootDirectory = _directory });
}
