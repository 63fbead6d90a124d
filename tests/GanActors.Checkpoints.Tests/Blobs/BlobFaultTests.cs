using System.Net;
using System.Text;
using GanActors.Checkpoints.Blobs;

namespace GanActors.Checkpoints.Tests;

/// <summary>What a service, or the way to it, does wrong.</summary>
public sealed class BlobFaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(0)]
    public async Task A_service_that_is_busy_or_cannot_be_reached_is_asked_again(int status)
    {
        using var service = new FakeBlobs(
            _ => status == 0 ? throw new HttpRequestException("connection refused") : FakeBlobs.Answer((HttpStatusCode)status, "ServerBusy"),
            _ => FakeBlobs.Answer(HttpStatusCode.Created));
        await service.Store().WriteAsync("a/b", static stream => stream.Write("text"u8), Stop);
        Assert.Equal(2, service.Requests.Count);
        Assert.All(service.Requests, request => Assert.Equal("text", Encoding.UTF8.GetString(request.Body)));
    }

    [Fact]
    public async Task A_service_that_stays_busy_is_told_with_container_and_blob_and_without_the_key()
    {
        using var service = new FakeBlobs(_ => FakeBlobs.Answer(HttpStatusCode.ServiceUnavailable, "ServerBusy"));
        var error = await Assert.ThrowsAsync<CheckpointException>(() => service.Store().WriteAsync("a/b", static stream => stream.Write("text"u8), Stop));
        Assert.Equal($"{FakeBlobs.Url}/run/a/b: cannot be written: account.blob.core.windows.net answers 503 ServerBusy, 3 times in a row", error.Message);
        Assert.Equal(3, service.Requests.Count);
        Assert.DoesNotContain(FakeBlobs.Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_silent_is_not_waited_for_without_end()
    {
        using var service = new FakeBlobs(_ => new HttpResponseMessage(0));
        var store = service.Store(new BlobPatience(2, TimeSpan.Zero, TimeSpan.FromMilliseconds(20)));
        var error = await Assert.ThrowsAsync<CheckpointException>(() => store.OpenAsync("a/b", Stop));
        Assert.Equal($"{FakeBlobs.Url}/run/a/b: cannot be read: account.blob.core.windows.net is silent for 0.02 s, 2 times in a row", error.Message);
    }

    [Fact]
    public async Task A_pause_is_as_long_as_the_service_asks_for_within_bounds()
    {
        var patience = new BlobPatience(5, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        Assert.InRange(patience.After(1, null).TotalSeconds, 0.75, 1.25);
        Assert.InRange(patience.After(3, null).TotalSeconds, 3, 5);
        Assert.Equal(7, patience.After(1, TimeSpan.FromSeconds(7)).TotalSeconds);
        Assert.Equal(20, patience.After(1, TimeSpan.FromDays(1)).TotalSeconds);
        Assert.Equal(20, patience.After(30, null).TotalSeconds);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Whoever_gives_up_is_not_kept()
    {
        using var service = new FakeBlobs(_ => new HttpResponseMessage(0));
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var write = service.Store().OpenAsync("a/b", source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
    }

    [Theory]
    [InlineData(401, null)]
    [InlineData(403, "AuthenticationFailed")]
    public async Task A_refused_key_is_told_at_once(int status, string? code)
    {
        using var service = new FakeBlobs(_ => FakeBlobs.Answer((HttpStatusCode)status, code));
        var error = await Assert.ThrowsAsync<CheckpointException>(() => service.Store().OpenAsync("a/b", Stop));
        Assert.StartsWith($"{FakeBlobs.Url}/run/a/b: cannot be read: account.blob.core.windows.net refuses the key ({status}", error.Message, StringComparison.Ordinal);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task A_container_is_made_when_something_is_first_written_to_it()
    {
        using var service = new FakeBlobs(
            _ => FakeBlobs.Answer(HttpStatusCode.NotFound, "ContainerNotFound"), _ => FakeBlobs.Answer(HttpStatusCode.Created), _ => FakeBlobs.Answer(HttpStatusCode.Created));
        await service.Store().WriteAsync("a/b", static stream => stream.Write("text"u8), Stop);
        Assert.Equal(
            [$"PUT {FakeBlobs.Url}/run/a/b", $"PUT {FakeBlobs.Url}?restype=container", $"PUT {FakeBlobs.Url}/run/a/b"],
            service.Requests.Select(request => $"{request.Method} {request.Url}"));
    }

    [Fact]
    public async Task A_container_that_is_not_there_holds_nothing()
    {
        using var service = new FakeBlobs(_ => FakeBlobs.Answer(HttpStatusCode.NotFound, "ContainerNotFound"));
        var store = service.Store();
        Assert.Empty(await store.ListAsync("", Stop));
        Assert.Null(await store.OpenAsync("a/b", Stop));
        await store.DeleteAsync("a/b", Stop);
    }

    [Fact]
    public async Task A_container_that_cannot_be_made_is_told()
    {
        using var service = new FakeBlobs(_ => FakeBlobs.Answer(HttpStatusCode.NotFound, "ContainerNotFound"));
        var error = await Assert.ThrowsAsync<CheckpointException>(() => service.Store().WriteAsync("a/b", static _ => { }, Stop));
        Assert.Equal($"{FakeBlobs.Url}: cannot be made: account.blob.core.windows.net answers 404 ContainerNotFound", error.Message);
    }

    [Fact]
    public async Task A_short_part_that_breaks_off_is_asked_for_again()
    {
        byte[] bytes = "all of the text"u8.ToArray();
        using var service = new FakeBlobs(_ => FakeBlobs.Body(bytes, comes: 4), _ => FakeBlobs.Body(bytes));
        using var reader = new StreamReader((await service.Store().OpenAsync("a/b", Stop))!);
        Assert.Equal("all of the text", await reader.ReadToEndAsync(Stop));
        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task A_part_changed_on_the_way_is_asked_for_again()
    {
        using var service = new FakeBlobs(_ => Digested("tert"), _ => Digested("text"));
        using var reader = new StreamReader((await service.Store().OpenAsync("a/b", Stop))!);
        Assert.Equal("text", await reader.ReadToEndAsync(Stop));

        static HttpResponseMessage Digested(string come)
        {
            var response = FakeBlobs.Body(Encoding.UTF8.GetBytes(come));
            response.Content.Headers.ContentMD5 = BlobRequest.Md5("text"u8);
            return response;
        }
    }

    [Fact]
    public async Task A_long_part_that_breaks_off_goes_on_from_there_if_it_is_the_same()
    {
        byte[] bytes = Long();
        int first = 5_000_000, second = 4_000_000;
        using var service = new FakeBlobs(
            _ => FakeBlobs.Body(bytes, comes: first),
            _ => FakeBlobs.Answer(HttpStatusCode.ServiceUnavailable),
            _ => FakeBlobs.Body(bytes.AsMemory(first), comes: second, from: first, length: bytes.Length),
            _ => FakeBlobs.Body(bytes.AsMemory(first + second), from: first + second, length: bytes.Length));
        await using var stream = (await service.Store().OpenAsync("a/b", Stop))!;
        Assert.Equal(bytes.Length, stream.Length);
        byte[] read = new byte[bytes.Length];
        stream.ReadExactly(read);
        Assert.True(bytes.AsSpan().SequenceEqual(read));
        Assert.Equal([null, "bytes=5000000-", "bytes=5000000-", "bytes=9000000-"], service.Requests.Select(request => request.Range));
        Assert.Equal([null, "\"0x1\"", "\"0x1\"", "\"0x1\""], service.Requests.Select(request => request.IfMatch));
    }

    [Fact]
    public async Task A_long_part_that_always_breaks_off_is_told()
    {
        byte[] bytes = Long();
        using var service = new FakeBlobs(
            _ => FakeBlobs.Body(bytes, comes: 5), _ => FakeBlobs.Body(bytes.AsMemory(5), comes: 0, from: 5, length: bytes.Length));
        await using var stream = (await service.Store().OpenAsync("a/b", Stop))!;
        var error = await Assert.ThrowsAsync<CheckpointException>(async () => await stream.ReadExactlyAsync(new byte[10], Stop));
        Assert.Equal($"{FakeBlobs.Url}/run/a/b: cannot be read: it broke off after 5 of {bytes.Length} bytes", error.Message);
    }

    [Theory]
    [InlineData(412, "ConditionNotMet", "replaced or deleted")]
    [InlineData(404, "BlobNotFound", "replaced or deleted")]
    [InlineData(206, null, "other bytes")]
    [InlineData(200, null, "answers 200")]
    public async Task A_long_part_does_not_go_on_as_another(int status, string? code, string words)
    {
        byte[] bytes = Long();
        using var service = new FakeBlobs(_ => FakeBlobs.Body(bytes, comes: 5), _ => FakeBlobs.Answer((HttpStatusCode)status, code));
        await using var stream = (await service.Store().OpenAsync("a/b", Stop))!;
        var error = await Assert.ThrowsAsync<CheckpointException>(async () => await stream.ReadExactlyAsync(new byte[10], Stop));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_many_pages_is_one_list()
    {
        using var service = new FakeBlobs(
            _ => Page("a b&c", ("run/b", 2), ("run/a/x", 1)), _ => FakeBlobs.Answer(HttpStatusCode.InternalServerError), _ => Page("2", ("runner/a", 7), ("run/a/.part", 8)),
            _ => Page("", ("run/c", 3)));
        Assert.Equal([new StoredPart("a/x", 1), new StoredPart("b", 2), new StoredPart("c", 3)], await service.Store().ListAsync("", Stop));
        Assert.Equal(
            ["", "&marker=a%20b%26c", "&marker=a%20b%26c", "&marker=2"],
            service.Requests.Select(request => request.Url.Query["?restype=container&comp=list&prefix=run%2F".Length..]));
    }

    [Fact]
    public async Task A_page_that_breaks_off_is_asked_for_again()
    {
        byte[] xml = await Page("", ("run/b", 2)).Content.ReadAsByteArrayAsync(Stop);
        using var service = new FakeBlobs(_ => FakeBlobs.Body(xml, comes: xml.Length / 2), _ => FakeBlobs.Body(xml));
        Assert.Equal([new StoredPart("b", 2)], await service.Store().ListAsync("", Stop));
    }

    [Fact]
    public async Task Pages_that_never_end_are_told()
    {
        using var service = new FakeBlobs(_ => Page("again", ("run/b", 2)));
        var error = await Assert.ThrowsAsync<CheckpointException>(() => service.Store().ListAsync("", Stop));
        Assert.Equal($"{FakeBlobs.Url}: cannot be listed: the service's pages never end", error.Message);
    }

    [Theory]
    [InlineData("<html>sign in</html>", "its root is html")]
    [InlineData("nothing", "")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><EnumerationResults/>", "")]
    [InlineData("<EnumerationResults><Blobs><Blob/></Blobs></EnumerationResults>", "a blob has no Name")]
    [InlineData("<EnumerationResults><Blobs><Blob><Name>a</Name></Blob></Blobs></EnumerationResults>", "a blob has no length")]
    public async Task What_is_no_list_is_told(string text, string words)
    {
        using var service = new FakeBlobs(_ => FakeBlobs.Body(Encoding.UTF8.GetBytes(text)));
        var error = await Assert.ThrowsAsync<CheckpointException>(() => service.Store().ListAsync("", Stop));
        Assert.StartsWith($"{FakeBlobs.Url}: cannot be listed: the service's answer is no list of blobs: {words}", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Long()
    {
        byte[] bytes = new byte[10_000_001];
        new Random(3).NextBytes(bytes);
        return bytes;
    }

    private static HttpResponseMessage Page(string next, params (string Name, int Bytes)[] blobs)
    {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Prefix>run/</Prefix><Blobs>");
        foreach (var (name, bytes) in blobs)
            xml.Append($"<Blob><Name>{name}</Name><Properties><Etag>1</Etag><Content-Length>{bytes}</Content-Length></Properties></Blob>");
        xml.Append($"</Blobs><NextMarker>{WebUtility.HtmlEncode(next)}</NextMarker></EnumerationResults>");
        return FakeBlobs.Body(Encoding.UTF8.GetBytes(xml.ToString()));
    }
}
