using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace GanActors.Server.Hosting;

/// <summary>
/// The pages' files, which lie in the assembly: nothing of a disk can be reached through them. Compressed once, when they are first asked for; a browser that has them asks whether
/// they have changed, and hears no.
/// </summary>
internal sealed class PageAssets
{
    private const string Root = "Pages/", Shell = "index.html";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, Lazy<Asset>> _assets;

    /// <summary>Those of this assembly.</summary>
    public PageAssets()
    {
        var assembly = typeof(PageAssets).Assembly;
        _assets = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Root.Length..].Replace('\\', '/'), name => new Lazy<Asset>(() => Read(assembly, name)), StringComparer.Ordinal);
    }

    /// <summary>Maps them: what is under <c>/assets</c>, and at every other address that is nobody else's the shell, whose script finds the page.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{**path}", (string path, HttpContext context) => Answer(context, "assets/" + path)).ExcludeFromDescription();
        routes.MapGet("/favicon.ico", (HttpContext context) => Answer(context, "assets/icon.svg")).ExcludeFromDescription();
        foreach (string page in new[] { "/", "/runs/{id}", "/compare", "/sweeps", "/sweeps/{id}", "/new", "/devices", "/data", "/sign-in" })
            routes.MapGet(page, (HttpContext context) => Answer(context, Shell)).ExcludeFromDescription();
    }

    private async Task Answer(HttpContext context, string name)
    {
        if (!_assets.TryGetValue(name, out var lazy))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var asset = lazy.Value;
        var headers = context.Response.Headers;
        headers.ETag = asset.Tag;
        headers.CacheControl = "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (context.Request.Headers.IfNoneMatch.Contains(asset.Tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        bool zips = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        byte[] bytes = zips ? asset.Compressed.Value : asset.Bytes;
        if (zips)
            headers.ContentEncoding = "br";
        context.Response.ContentType = asset.Type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static Asset Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        string type = Types.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");
        return new Asset(type, bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"", new Lazy<byte[]>(() => Compress(bytes)));
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zip = new BrotliStream(stream, new BrotliCompressionOptions { Quality = 5 }))
            zip.Write(bytes);
        return stream.ToArray();
    }

    private sealed record Asset(string Type, byte[] Bytes, string Tag, Lazy<byte[]> Compressed);
}
