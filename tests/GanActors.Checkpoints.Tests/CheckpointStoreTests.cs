using System.Text;

namespace GanActors.Checkpoints.Tests;

/// <summary>What every store does, whatever it is made of.</summary>
public abstract class CheckpointStoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_part_is_read_as_it_was_written()
    {
        var store = Open();
        await store.WriteAsync("a/b.bin", stream => stream.Write("first"u8), Stop);
        await store.WriteAsync("a/b.bin", stream => stream.Write("second"u8), Stop);
        await store.WriteAsync("a/empty", static _ => { }, Stop);
        Assert.Equal("second", await Read(store, "a/b.bin"));
        Assert.Equal("", await Read(store, "a/empty"));
        Assert.Null(await store.OpenAsync("a/c.bin", Stop));
        Assert.Null(await store.OpenAsync("b/b.bin", Stop));
    }

    [Fact]
    public async Task A_long_part_is_read_as_it_was_written()
    {
        var store = Open();
        byte[] bytes = new byte[10_000_001];
        new Random(1).NextBytes(bytes);
        await store.WriteAsync("long", stream =>
        {
            for (int at = 0; at < bytes.Length; at += 777_777)
                stream.Write(bytes, at, Math.Min(777_777, bytes.Length - at));
        }, Stop);
        await using var stream = (await store.OpenAsync("long", Stop))!;
        Assert.Equal(bytes.Length, stream.Length);
        byte[] read = new byte[bytes.Length];
        stream.ReadExactly(read);
        Assert.Equal(bytes, read);
    }

    [Fact]
    public async Task Parts_are_listed_by_the_beginning_of_their_names()
    {
        var store = Open();
        Assert.Empty(await store.ListAsync("", Stop));
        foreach (string name in new[] { "b/2", "a/1", "b/10", "ab", "a/sub/x" })
            await store.WriteAsync(name, stream => stream.Write(Encoding.UTF8.GetBytes(name)), Stop);
        Assert.Equal(["a/1", "a/sub/x", "ab", "b/10", "b/2"], (await store.ListAsync("", Stop)).Select(part => part.Name));
        Assert.Equal(["b/10", "b/2"], (await store.ListAsync("b/", Stop)).Select(part => part.Name));
        Assert.Equal([new StoredPart("b/10", 4)], await store.ListAsync("b/1", Stop));
        Assert.Empty(await store.ListAsync("c/", Stop));
    }

    [Fact]
    public async Task A_part_that_is_deleted_is_gone()
    {
        var store = Open();
        await store.DeleteAsync("a/b", Stop);
        await store.WriteAsync("a/b", stream => stream.Write("x"u8), Stop);
        await store.WriteAsync("a/c", stream => stream.Write("y"u8), Stop);
        await store.DeleteAsync("a/b", Stop);
        await store.DeleteAsync("a/b", Stop);
        Assert.Null(await store.OpenAsync("a/b", Stop));
        Assert.Equal([new StoredPart("a/c", 1)], await store.ListAsync("", Stop));
        await store.DeleteAsync("a/c", Stop);
        Assert.Empty(await store.ListAsync("", Stop));
    }

    [Fact]
    public async Task A_write_that_fails_leaves_what_was_there_and_nothing_else()
    {
        var store = Open();
        await store.WriteAsync("a/b", stream => stream.Write("before"u8), Stop);
        foreach (string name in new[] { "a/b", "a/new" })
        {
            await Assert.ThrowsAsync<InvalidTimeZoneException>(() => store.WriteAsync(name, stream =>
            {
                stream.Write("after"u8);
                throw new InvalidTimeZoneException("the writer's own");
            }, Stop));
        }

        Assert.Equal("before", await Read(store, "a/b"));
        Assert.Equal([new StoredPart("a/b", 6)], await store.ListAsync("", Stop));
    }

    [Fact]
    public async Task A_reader_has_the_part_that_it_opened_whatever_is_written_since()
    {
        var store = Open();
        await store.WriteAsync("a", stream => stream.Write("one"u8), Stop);
        await using var stream = (await store.OpenAsync("a", Stop))!;
        await store.WriteAsync("a", written => written.Write("other"u8), Stop);
        using var reader = new StreamReader(stream);
        Assert.Equal("one", await reader.ReadToEndAsync(Stop));
        Assert.Equal("other", await Read(store, "a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a\\b")]
    [InlineData("C:a")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("ä")]
    [InlineData("a/b/c/d/e")]
    public async Task A_name_that_leads_elsewhere_is_refused(string name)
    {
        var store = Open();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.WriteAsync(name, static _ => { }, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.OpenAsync(name, Stop));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.DeleteAsync(name, Stop));
        Assert.ThrowsAny<ArgumentException>(() => store.PlaceOf(name));
        Assert.Empty(await store.ListAsync("", Stop));
    }

    /// <summary>An empty store.</summary>
    protected abstract ICheckpointStore Open();

    private static async Task<string> Read(ICheckpointStore store, string name)
    {
        using var reader = new StreamReader((await store.OpenAsync(name, Stop))!);
        return await reader.ReadToEndAsync(Stop);
    }
}
