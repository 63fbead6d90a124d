using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security;
using System.Text;

namespace GanActors.Checkpoints.Blobs;

/// <summary>
/// A container, through the few operations of the Blob service's REST interface that checkpoints need. A service that is busy, fails or is silent is
/// asked again, a bounded number of times; everything asked for here can be asked for twice.
/// </summary>
/// <param name="settings">Which, and with what right.</param>
/// <param name="http">Sends; null for the network. It remains the caller's.</param>
/// <param name="patience">How often it is asked again; null for the usual.</param>
internal sealed class BlobContainer(BlobSettings settings, HttpMessageInvoker? http = null, BlobPatience? patience = null)
{
    /// <summary>Parts up to this length travel in one piece; longer ones are cut into such blocks.</summary>
    public const int Block = 1 << 23;

    private const int LongestCode = 64, LongestMarker = 1 << 12;

    // Connections outlive stores, and a proxy has no business between a process and its own machine.
    private static readonly HttpMessageInvoker Far = Network(throughProxy: true), Near = Network(throughProxy: false);

    private readonly BlobPatience _patience = patience ?? BlobPatience.Usual;
    private readonly HttpMessageInvoker _http = http ?? (settings.Container.IsLoopback ? Near : Far);

    /// <summary>The container's URL, without a signature.</summary>
    public string Location => settings.Container.AbsoluteUri;

    /// <summary>Where a blob is or would be.</summary>
    public string PlaceOf(string blob) => blob.Length == 0 ? Location : $"{Location}/{blob}";

    /// <summary>Put Blob: all of it, at once, in place of what was there.</summary>
    public Task PutAsync(string blob, ReadOnlyMemory<byte> bytes, CancellationToken cancellation) =>
        Write(new BlobRequest(HttpMethod.Put, blob, "written") { Headers = [("x-ms-blob-type", "BlockBlob")], Body = bytes }, cancellation);

    /// <summary>Put Block: a piece that belongs to no blob yet.</summary>
    public Task PutBlockAsync(string blob, string block, ReadOnlyMemory<byte> bytes, CancellationToken cancellation) =>
        Write(new BlobRequest(HttpMethod.Put, blob, "written") { Query = $"comp=block&blockid={Uri.EscapeDataString(block)}", Body = bytes }, cancellation);

    /// <summary>Put Block List: the pieces become the blob, at once, in place of what was there.</summary>
    public Task PutBlockListAsync(string blob, IEnumerable<string> blocks, CancellationToken cancellation)
    {
        var list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        foreach (string block in blocks)
            list.Append("<Latest>").Append(SecurityElement.Escape(block)).Append("</Latest>");
        byte[] xml = Encoding.UTF8.GetBytes(list.Append("</BlockList>").ToString());
        return Write(new BlobRequest(HttpMethod.Put, blob, "written") { Query = "comp=blocklist", Body = xml }, cancellation);
    }

    /// <summary>Get Blob.</summary>
    /// <returns>Null if there is none.</returns>
    public async Task<Stream?> OpenAsync(string blob, CancellationToken cancellation)
    {
        var request = new BlobRequest(HttpMethod.Get, blob, "read");
        return await Ask(request, Read, cancellation);

        async Task<Stream?> Read(HttpResponseMessage response, CancellationToken stop)
        {
            if (response.StatusCode == HttpStatusCode.NotFound)
                return null;
            Expect(response, request, HttpStatusCode.OK);
            long length = response.Content.Headers.ContentLength ?? throw Fault(request, "the service does not say how long it is");
            if (length > Block)
                return new BlobReadStream(this, blob, length, response.Headers.ETag, await response.Content.ReadAsStreamAsync(stop), response);
            byte[] bytes = new byte[length];
            await using (var body = await response.Content.ReadAsStreamAsync(stop))
                await body.ReadExactlyAsync(bytes, stop);
            if (response.Content.Headers.ContentMD5 is { } digest && !digest.AsSpan().SequenceEqual(BlobRequest.Md5(bytes)))
                throw new IOException("its bytes were changed on the way");
            response.Dispose();
            return new MemoryStream(bytes, writable: false);
        }
    }

    /// <summary>Get Blob from a byte on, if it is still the one of that tag. The answer is the caller's.</summary>
    public Task<HttpResponseMessage> GoOnAsync(string blob, long from, EntityTagHeaderValue? tag, CancellationToken cancellation)
    {
        var request = new BlobRequest(HttpMethod.Get, blob, "read")
        {
            Headers =
            [
                ("x-ms-range", string.Create(CultureInfo.InvariantCulture, $"bytes={from}-")),
                .. tag is null ? Array.Empty<(string, string)>() : [("If-Match", tag.ToString())],
            ],
        };
        return Ask(request, Read, cancellation);

        Task<HttpResponseMessage> Read(HttpResponseMessage response, CancellationToken stop)
        {
            if (response.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound)
                throw Fault(request, "it was replaced or deleted meanwhile");
            Expect(response, request, HttpStatusCode.PartialContent);
            return response.Content.Headers.ContentRange?.From == from
                ? Task.FromResult(response)
                : throw Fault(request, "the service answers with other bytes than it was asked for");
        }
    }

    /// <summary>Delete Blob, if it is there.</summary>
    public Task DeleteAsync(string blob, CancellationToken cancellation)
    {
        var request = new BlobRequest(HttpMethod.Delete, blob, "deleted");
        return Ask(request, (response, _) => Done(response, request, HttpStatusCode.Accepted, HttpStatusCode.NotFound), cancellation);
    }

    /// <summary>List Blobs, page by page.</summary>
    public async Task<ImmutableArray<(string Name, long Bytes)>> ListAsync(string prefix, CancellationToken cancellation)
    {
        var blobs = ImmutableArray.CreateBuilder<(string, long)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string marker = "";
        do
        {
            string next = marker.Length == 0 ? "" : $"&marker={Uri.EscapeDataString(marker)}";
            var request = new BlobRequest(HttpMethod.Get, "", "listed") { Query = $"restype=container&comp=list&prefix={Uri.EscapeDataString(prefix)}{next}" };
            var page = await Ask(request, Read, cancellation);
            blobs.AddRange(page.Blobs);
            marker = page.Next;
            if (marker.Length > LongestMarker || !seen.Add(marker))
                throw Fault(request, "the service's pages never end");

            async Task<BlobPage> Read(HttpResponseMessage response, CancellationToken stop)
            {
                // Nothing has been written yet.
                if (response.StatusCode == HttpStatusCode.NotFound && CodeOf(response) == "ContainerNotFound")
                    return new BlobPage([], "");
                Expect(response, request, HttpStatusCode.OK);
                using (response)
                {
                    try
                    {
                        return BlobPage.Read(await Body(response, request, stop));
                    }
                    catch (FormatException error)
                    {
                        throw Fault(request, $"the service's answer is no list of blobs: {error.Message}", error);
                    }
                }
            }
        }
        while (marker.Length > 0);
        return blobs.ToImmutable();
    }

    /// <summary>An error of a request, which names the container and the blob.</summary>
    public CheckpointException Fault(BlobRequest request, string why, Exception? cause = null) => new(PlaceOf(request.Blob), $"cannot be {request.Deed}: {why}", cause: cause);

    /// <summary>Runs something that takes as long as an answer may.</summary>
    public async Task<T> Timed<T>(Func<CancellationToken, ValueTask<T>> answer, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_patience.Answer);
        try
        {
            return await answer(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"{settings.Container.Host} is silent for {_patience.Answer.TotalSeconds:0.##} s"));
        }
    }

    /// <summary>Whether another attempt may do better.</summary>
    public static bool MayPass(Exception error) => error is HttpRequestException or IOException or TimeoutException;

    /// <summary>Whether there is another attempt after so many; it is to be waited for.</summary>
    public async Task<bool> Again(int attempts, TimeSpan? wanted, CancellationToken cancellation)
    {
        if (attempts >= _patience.Attempts)
            return false;
        await Task.Delay(_patience.After(attempts, wanted), cancellation);
        return true;
    }

    private static HttpMessageInvoker Network(bool throughProxy) => new(new SocketsHttpHandler
    {
        // Elsewhere the signature would be good for nothing, and a shared access signature would be given away.
        AllowAutoRedirect = false,
        UseProxy = throughProxy,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    // The container is made when something is first written to it.
    private async Task Write(BlobRequest request, CancellationToken cancellation)
    {
        if (await Ask(request, Written, cancellation))
            return;
        var create = new BlobRequest(HttpMethod.Put, "", "made") { Query = "restype=container" };
        await Ask(create, (response, _) => Done(response, create, HttpStatusCode.Created, HttpStatusCode.Conflict), cancellation);
        if (!await Ask(request, Written, cancellation))
            throw Fault(request, "there is no such container");

        Task<bool> Written(HttpResponseMessage response, CancellationToken stop)
        {
            if (response.StatusCode != HttpStatusCode.NotFound || CodeOf(response) != "ContainerNotFound")
                return Done(response, request, HttpStatusCode.Created);
            response.Dispose();
            return Task.FromResult(false);
        }
    }

    private Task<bool> Done(HttpResponseMessage response, BlobRequest request, params HttpStatusCode[] expected)
    {
        using (response)
            Expect(response, request, expected);
        return Task.FromResult(true);
    }

    /// <param name="request">What is asked.</param>
    /// <param name="read">Reads the answer; it disposes of it, unless it throws.</param>
    /// <param name="cancellation">Gives up.</param>
    private async Task<T> Ask<T>(BlobRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            Exception cause;
            TimeSpan? wanted = null;
            HttpResponseMessage? response = null;
            try
            {
                return await Timed(Once, cancellation);
            }
            catch (Exception error) when (MayPass(error))
            {
                wanted = response?.Headers.RetryAfter?.Delta;
                response?.Dispose();
                cause = error;
            }
            catch
            {
                response?.Dispose();
                throw;
            }

            if (!await Again(attempt, wanted, cancellation))
                throw Fault(request, attempt == 1 ? cause.Message : string.Create(CultureInfo.InvariantCulture, $"{cause.Message}, {attempt} times in a row"), cause);

            async ValueTask<T> Once(CancellationToken stop)
            {
                using var message = request.Message(settings, DateTimeOffset.UtcNow);
                response = await _http.SendAsync(message, stop);
                if (response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)response.StatusCode is 500 or 502 or 503 or 504)
                    throw new HttpRequestException($"{settings.Container.Host} answers {Answer(response)}");
                return await read(response, stop);
            }
        }
    }

    private void Expect(HttpResponseMessage response, BlobRequest request, params HttpStatusCode[] expected)
    {
        if (expected.Contains(response.StatusCode))
            return;
        string host = settings.Container.Host, answer = Answer(response);
        throw Fault(request, response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when settings.SharedKey is not null =>
                $"{host} refuses the key ({answer}); is it one of this account, does the account allow keys, and is this machine's clock right?",
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                $"{host} refuses the shared access signature ({answer}); has it expired, and may it read, write, delete and list in a container that is there?",
            _ => $"{host} answers {answer}",
        });
    }

    private static string Answer(HttpResponseMessage response) =>
        CodeOf(response) is { } code ? $"{(int)response.StatusCode} {code}" : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);

    // The message that comes with it may repeat what was signed, or be a proxy's page.
    private static string? CodeOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-ms-error-code", out var values) && values.First() is { Length: <= LongestCode } code && code.All(char.IsAsciiLetterOrDigit) ? code : null;

    private async Task<byte[]> Body(HttpResponseMessage response, BlobRequest request, CancellationToken stop)
    {
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = await body.ReadAsync(buffer, stop)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > BlobPage.Longest)
                throw Fault(request, string.Create(CultureInfo.InvariantCulture, $"the service's answer is longer than {BlobPage.Longest} bytes"));
        }

        return bytes.Length == (response.Content.Headers.ContentLength ?? bytes.Length)
            ? bytes.ToArray()
            : throw new EndOfStreamException("the answer broke off");
    }
}
