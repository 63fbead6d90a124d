using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GanActors.Files;

namespace GanActors.Server.Security;

/// <summary>An API key as it is kept: not itself, but its hash. A key has 256 random bits, so a plain hash of it tells nothing of it.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Scope">What it allows.</param>
/// <param name="Hash">SHA-256 of the key, in hexadecimal digits.</param>
/// <param name="Created">When it was made.</param>
internal sealed record ApiKey(string Name, Scope Scope, string Hash, DateTimeOffset Created);

/// <summary>The API keys of a home folder, in a file that only its owner can read. The file is read again when it has changed: a key that is removed is of no use at once.</summary>
/// <param name="folder">The server's own folder in the home folder.</param>
internal sealed class ApiKeys(string folder)
{
    private const string Prefix = "gan_";
    private const int Bytes = 32, LongestFile = 1 << 20;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    private readonly Lock _gate = new();
    private (DateTime Time, long Length) _stamp;
    private ImmutableArray<ApiKey> _keys = [];

    /// <summary>Where they are kept.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder, "keys.json");

    /// <summary>All of them.</summary>
    /// <exception cref="IOException">The file is damaged, or cannot be read: then nobody is let in.</exception>
    public ImmutableArray<ApiKey> All
    {
        get
        {
            lock (_gate)
            {
                var file = new FileInfo(Path);
                if (!file.Exists)
                    return [];
                var stamp = (file.LastWriteTimeUtc, file.Length);
                if (stamp != _stamp)
                {
                    _keys = Read(file);
                    _stamp = stamp;
                }

                return _keys;
            }
        }
    }

    /// <summary>Makes a key.</summary>
    /// <param name="name">Whose it is.</param>
    /// <param name="scope">What it allows.</param>
    /// <param name="now">When.</param>
    /// <returns>The key, which is told this once and never again; null if there is one of that name.</returns>
    public string? Add(string name, Scope scope, DateTimeOffset now)
    {
        var keys = All;
        if (keys.Any(key => key.Name == name))
            return null;
        string made = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        Write([.. keys, new ApiKey(name, scope, Convert.ToHexStringLower(HashOf(made)), now)]);
        return made;
    }

    /// <summary>Removes a key; false if there is none of that name.</summary>
    public bool Remove(string name)
    {
        var keys = All;
        var left = keys.RemoveAll(key => key.Name == name);
        if (left.Length == keys.Length)
            return false;
        Write(left);
        return true;
    }

    /// <summary>The key that somebody shows; null if it is none. Takes as long for one as for another.</summary>
    public ApiKey? Find(string shown)
    {
        byte[] hash = HashOf(shown);
        ApiKey? found = null;
        Span<byte> kept = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var key in All)
        {
            Convert.FromHexString(key.Hash, kept, out _, out _);
            if (CryptographicOperations.FixedTimeEquals(hash, kept))
                found = key;
        }

        return found;
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static ImmutableArray<ApiKey> Read(FileInfo file)
    {
        try
        {
            var keys = file.Length > LongestFile ? null : JsonSerializer.Deserialize<ImmutableArray<ApiKey>?>(File.ReadAllBytes(file.FullName), Options);
            if (keys is { IsDefault: false } all && all.All(key => key.Hash.Length == 2 * SHA256.HashSizeInBytes && key.Hash.All(char.IsAsciiHexDigit)))
                return all;
            throw new IOException($"{file.FullName}: is no file of API keys; remove it, and make the keys anew");
        }
        catch (JsonException fault)
        {
            throw new IOException($"{file.FullName}: is no file of API keys: {fault.Message}", fault);
        }
    }

    private void Write(ImmutableArray<ApiKey> keys)
    {
        PrivateFolder.Create(folder);
        WholeFile.Write(Path, JsonSerializer.SerializeToUtf8Bytes(keys, Options));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
