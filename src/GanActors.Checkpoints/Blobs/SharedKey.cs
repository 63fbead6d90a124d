using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GanActors.Checkpoints.Blobs;

/// <summary>
/// Signs requests with an account's key, as "Authorize with Shared Key" in the reference of the Blob service's REST interface says: a text made of the
/// verb, certain headers, and the resource with its query, under HMAC-SHA256. The key stays in here.
/// </summary>
internal sealed class SharedKey
{
    // In the order in which their values stand in the text. The date goes in x-ms-date, among our own headers.
    private static readonly string[] Headers =
    [
        "Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type", "Date",
        "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range",
    ];

    private readonly string _account;
    private readonly byte[] _key;

    private SharedKey(string account, byte[] key) => (_account, _key) = (account, key);

    /// <summary>Takes a key as portals show it; null if it is none.</summary>
    public static SharedKey? Of(string account, string base64)
    {
        byte[] key = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, key, out int length) && length > 0 ? new SharedKey(account, key[..length]) : null;
    }

    /// <summary>Adds the header that vouches for the request as it is.</summary>
    public void Sign(HttpRequestMessage request)
    {
        byte[] mac = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(TextOf(request)));
        request.Headers.TryAddWithoutValidation("Authorization", $"SharedKey {_account}:{Convert.ToBase64String(mac)}");
    }

    /// <summary>What is signed.</summary>
    internal string TextOf(HttpRequestMessage request)
    {
        var text = new StringBuilder(request.Method.Method).Append('\n');
        foreach (string header in Headers)
            text.Append(ValueOf(request, header)).Append('\n');
        foreach (var (name, values) in request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
            .Select(header => (Name: header.Key.ToLowerInvariant(), header.Value))
            .Where(header => header.Name.StartsWith("x-ms-", StringComparison.Ordinal))
            .OrderBy(header => header.Name, StringComparer.Ordinal))
        {
            text.Append(name).Append(':').AppendJoin(',', values).Append('\n');
        }

        var url = request.RequestUri!;
        text.Append('/').Append(_account).Append(url.AbsolutePath);
        foreach (var (name, value) in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(parameter => parameter.Split('=', 2))
            .Select(parameter => (Name: Uri.UnescapeDataString(parameter[0]).ToLowerInvariant(), Value: Uri.UnescapeDataString(parameter.ElementAtOrDefault(1) ?? "")))
            .OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
        {
            text.Append('\n').Append(name).Append(':').Append(value);
        }

        return text.ToString();
    }

    private static string ValueOf(HttpRequestMessage request, string header)
    {
        // An empty body has no length here.
        if (header == "Content-Length")
            return request.Content?.Headers.ContentLength is > 0 and var length ? length.ToString(CultureInfo.InvariantCulture) : "";
        IEnumerable<string>? values = null;
        bool isThere = header.StartsWith("Content-", StringComparison.Ordinal)
            ? request.Content?.Headers.TryGetValues(header, out values) ?? false
            : request.Headers.TryGetValues(header, out values);
        return isThere ? string.Join(',', values!) : "";
    }
}
