using System.Buffers;
using System.Net;

namespace GanActors.Checkpoints.Blobs;

/// <summary>
/// Which container of Azure Blob Storage, and how its service is convinced: from a connection string of the account, or from a URL of the container
/// with a shared access signature. No message about it repeats what stands in it.
/// </summary>
internal sealed class BlobSettings
{
    /// <summary>The container where a connection string names none.</summary>
    public const string DefaultContainer = "ganactors";

    // What every emulator of the service takes; it is published with its documentation and opens nothing else.
    private const string DevelopmentAccount = "devstoreaccount1";
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string DevelopmentEndpoint = "http://127.0.0.1:10000/" + DevelopmentAccount;

    private const string Protocol = "DefaultEndpointsProtocol", Account = "AccountName", Key = "AccountKey", Endpoint = "BlobEndpoint",
        Suffix = "EndpointSuffix", Signature = "SharedAccessSignature", Development = "UseDevelopmentStorage", ContainerName = "Container";

    private const int ShortestContainer = 3, LongestContainer = 63;

    private static readonly SearchValues<char> ContainerLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly string[] Known = [Protocol, Account, Key, Endpoint, Suffix, Signature, Development, ContainerName];

    // Portals hand them out in the same text; they are no business of ours.
    private static readonly string[] PassedOver =
    [
        "QueueEndpoint", "TableEndpoint", "FileEndpoint",
        "BlobSecondaryEndpoint", "QueueSecondaryEndpoint", "TableSecondaryEndpoint", "FileSecondaryEndpoint",
    ];

    private BlobSettings(Uri container, SharedKey? key, string signature) => (Container, SharedKey, SharedAccessSignature) = (container, key, signature);

    /// <summary>The container, without a slash at its end and without a signature.</summary>
    public Uri Container { get; }

    /// <summary>What signs requests; null if a shared access signature goes with them instead.</summary>
    public SharedKey? SharedKey { get; }

    /// <summary>What goes behind each request's own query, without a question mark; empty if requests are signed.</summary>
    public string SharedAccessSignature { get; }

    /// <summary>Reads a connection string or a container's URL.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it comes from, for messages: the name of an environment variable, for example.</param>
    /// <exception cref="CheckpointException">It is neither, or lacks something.</exception>
    public static BlobSettings Read(string text, string source)
    {
        text = text.Trim();
        return IsUrl(text) ? OfUrl(text, source) : OfConnectionString(text, source);
    }

    /// <summary>Whether it says that it is a URL.</summary>
    public static bool IsUrl(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private static BlobSettings OfUrl(string text, string source)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            throw new CheckpointException(source, "is no URL of a container, https://ACCOUNT.blob.core.windows.net/CONTAINER?SIGNATURE");
        string[] segments = url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // An emulator has the account in the path.
        if (segments.Length != 1 && !(segments.Length == 2 && (IPAddress.TryParse(url.Host.Trim('[', ']'), out _) || !url.IsDefaultPort)))
            throw new CheckpointException(source, "names no container: a URL of one ends with /CONTAINER?SIGNATURE, and nothing stands behind the container");
        CheckContainer(segments[^1], source);
        string signature = url.Query.TrimStart('?');
        if (!HasSignature(signature))
            throw new CheckpointException(source, "has no shared access signature: sig is missing behind the question mark; make a URL that may read, write, delete and list");
        return new BlobSettings(new Uri($"{url.GetLeftPart(UriPartial.Authority)}/{string.Join('/', segments)}"), null, signature);
    }

    private static BlobSettings OfConnectionString(string text, string source)
    {
        var values = Values(text, source);
        string container = values.GetValueOrDefault(ContainerName, DefaultContainer);
        CheckContainer(container, source, ContainerName);
        if (values.TryGetValue(Development, out string? development))
        {
            if (!bool.TryParse(development, out bool wanted) || !wanted)
                throw new CheckpointException(source, "is not true; leave it away otherwise", Development);
            values.TryAdd(Account, DevelopmentAccount);
            values.TryAdd(Key, DevelopmentKey);
            values.TryAdd(Endpoint, DevelopmentEndpoint);
        }

        var at = new Uri($"{EndpointOf(values, source).GetLeftPart(UriPartial.Path).TrimEnd('/')}/{container}");
        if (values.TryGetValue(Key, out string? key))
        {
            string account = values.GetValueOrDefault(Account) ?? throw new CheckpointException(source, "is missing", Account);
            return new BlobSettings(at, SharedKey.Of(account, key) ?? throw new CheckpointException(source, "is no key: it is not written in base64", Key), "");
        }

        string? signature = values.GetValueOrDefault(Signature)?.TrimStart('?');
        if (signature is null)
            throw new CheckpointException(source, $"has neither {Key} nor {Signature}: it is no connection string of a storage account, nor a URL of a container");
        return HasSignature(signature) ? new BlobSettings(at, null, signature) : throw new CheckpointException(source, "has no sig", Signature);
    }

    private static Dictionary<string, string> Values(string text, string source)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string setting in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            string? name = equals < 0 ? null : Array.Find([.. Known, .. PassedOver], known => known.Equals(setting[..equals].Trim(), StringComparison.OrdinalIgnoreCase));
            // What has no name we know may be half of a key.
            if (name is null)
                throw new CheckpointException(source, $"has a setting that none of these is: {string.Join(", ", Known)}");
            if (!values.TryAdd(name, setting[(equals + 1)..].Trim()))
                throw new CheckpointException(source, "is there twice", name);
        }

        return values;
    }

    private static Uri EndpointOf(Dictionary<string, string> values, string source)
    {
        if (values.TryGetValue(Endpoint, out string? given))
        {
            return IsUrl(given) && Uri.TryCreate(given, UriKind.Absolute, out var endpoint) && endpoint is { Query: "", Fragment: "", UserInfo: "" }
                ? endpoint
                : throw new CheckpointException(source, "is no URL as https://ACCOUNT.blob.core.windows.net", Endpoint);
        }

        string account = values.GetValueOrDefault(Account) ?? throw new CheckpointException(source, $"is missing, and so is {Endpoint}", Account);
        string protocol = values.GetValueOrDefault(Protocol, "https");
        if (protocol is not ("https" or "http"))
            throw new CheckpointException(source, "is neither https nor http", Protocol);
        return Uri.TryCreate($"{protocol}://{account}.blob.{values.GetValueOrDefault(Suffix, "core.windows.net")}", UriKind.Absolute, out var made)
            ? made
            : throw new CheckpointException(source, $"makes no name of a host, nor does {Suffix}", Account);
    }

    private static bool HasSignature(string query) => query.Split('&').Any(parameter => parameter.StartsWith("sig=", StringComparison.Ordinal));

    private static void CheckContainer(string name, string source, string? field = null)
    {
        if (name.Length is < ShortestContainer or > LongestContainer || name.AsSpan().ContainsAnyExcept(ContainerLetters)
            || name.StartsWith('-') || name.EndsWith('-') || name.Contains("--", StringComparison.Ordinal))
        {
            throw new CheckpointException(
                source, $"names no container: {ShortestContainer} to {LongestContainer} lower-case letters, digits and single inner hyphens", field);
        }
    }
}
