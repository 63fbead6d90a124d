using System.Net;
using System.Net.Http.Headers;
using GanActors.Checkpoints.Blobs;

namespace GanActors.Checkpoints.Tests;

/// <summary>A Blob service that answers as it is told, and keeps what it was asked.</summary>
internal sealed class FakeBlobs(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
{
    public const string Url = "https://account.blob.core.windows.net/checkpoints", Secret = "c2VjcmV0IGtleSBvZiBhbiBhY2NvdW50";

    /// <summary>Three attempts without a pause.</summary>
    public static readonly BlobPatience Hurried = new(3, TimeSpan.Zero, TimeSpan.FromMinutes(1));

    public List<(HttpMethod Method, Uri Url, string? Range, string? IfMatch, byte[] Body)> Requests { get; } = [];

    public static HttpResponseMessage Answer(HttpStatusCode status, string? code = null)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
        if (code is not null)
            response.Headers.Add("x-ms-error-code", code);
        return response;
    }

    /// <summary>A body of which only the beginning comes.</summary>
    public static HttpResponseMessage Body(ReadOnlyMemory<byte> bytes, int? comes = null, long from = 0, long? length = null)
    {
        var content = new StreamContent(new MemoryStream(bytes[..(comes ?? bytes.Length)].ToArray()));
        content.Headers.ContentLength = bytes.Length;
        if (length is { } whole)
            content.Headers.ContentRange = new ContentRangeHeaderValue(from, whole - 1, whole);
        return new HttpResponseMessage(length is null ? HttpStatusCode.OK : HttpStatusCode.PartialContent)
        {
            Content = content,
            Headers = { ETag = new EntityTagHeaderValue("\"0x1\"") },
        };
    }

    public BlobCheckpointStore Store(BlobPatience? patience = null) => new(
        new BlobContainer(
            BlobSettings.Read($"AccountName=account;AccountKey={Secret};Container=checkpoints", "the test"), new HttpMessageInvoker(this), patience ?? Hurried),
        "run");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The last answer is given again and again.
        var answer = answers[Math.Min(Requests.Count, answers.Length - 1)];
        string? Header(string name) => request.Headers.TryGetValues(name, out var values) ? values.Single() : null;
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Requests.Add((request.Method, request.RequestUri!, Header("x-ms-range"), Header("If-Match"), body));
        if (answer(request) is { StatusCode: not 0 } response)
            return response;
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException();
    }
}
