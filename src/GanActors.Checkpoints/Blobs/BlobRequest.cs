using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace GanActors.Checkpoints.Blobs;

/// <summary>One operation of the Blob service's REST interface, which can be asked for again and again.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Blob">The blob's whole name in the container; empty for the container itself.</param>
/// <param name="Deed">What is being done, for messages: <c>written</c>, for example.</param>
internal sealed record BlobRequest(HttpMethod Method, string Blob, string Deed)
{
    // The oldest with all we use, so that emulators and private clouds need not be new.
    private const string Version = "2020-10-02";

    /// <summary>What stands behind the question mark, escaped.</summary>
    public string Query { get; init; } = "";

    /// <summary>Further headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>What is sent; null for nothing.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The message for one attempt, signed at this moment.</summary>
    public HttpRequestMessage Message(BlobSettings settings, DateTimeOffset now)
    {
        string path = Blob.Length == 0 ? settings.Container.AbsoluteUri : $"{settings.Container.AbsoluteUri}/{Blob}";
        string query = string.Join('&', new[] { Query, settings.SharedAccessSignature }.Where(part => part.Length > 0));
        var message = new HttpRequestMessage(Method, query.Length == 0 ? path : $"{path}?{query}");
        message.Headers.Add("x-ms-version", Version);
        message.Headers.Add("x-ms-date", now.UtcDateTime.ToString("R", CultureInfo.InvariantCulture));
        foreach (var (name, value) in Headers)
            message.Headers.Add(name, value);
        if (Method == HttpMethod.Put)
        {
            var body = Body ?? default;
            message.Content = new ReadOnlyMemoryContent(body);
            if (!body.IsEmpty)
            {
                message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
                message.Content.Headers.ContentMD5 = Md5(body.Span);
            }
        }

        settings.SharedKey?.Sign(message);
        return message;
    }

    /// <summary>What the service compares a body with. It is no protection against anybody: that is the manifest's SHA-256.</summary>
#pragma warning disable CA5351 // The only digest that every version of the service takes.
    public static byte[] Md5(ReadOnlySpan<byte> bytes) => MD5.HashData(bytes);
#pragma warning restore CA5351
}
