using System.Security.Cryptography;
using System.Text.Json;
using GanActors.Client;
using Microsoft.AspNetCore.Http;

namespace GanActors.Server.Api;

/// <summary>Requests that may be sent twice and are to be carried out once: who sends one gives it a key.</summary>
internal static class Idempotency
{
    private const string Header = "Idempotency-Key";
    private const int Longest = 100;

    /// <summary>The key of a request; null if it has none.</summary>
    /// <exception cref="RequestException">It is none that can be used.</exception>
    public static string? KeyOf(HttpContext context)
    {
        string key = context.Request.Headers[Header].ToString();
        if (key.Length == 0)
            return null;
        return key.Length <= Longest && key.All(c => c is > ' ' and <= '~') ? key : throw RequestException.Field(Header, $"takes at most {Longest} letters and digits, for example a UUID");
    }

    /// <summary>What tells one request from another.</summary>
    public static string DigestOf<T>(T wish) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(wish, ApiJson.Options)));
}
