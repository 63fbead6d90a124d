using System.Net;

namespace GanActors.Server.Hosting;

/// <summary>Addresses that a server listens at, as <c>--urls</c> has them.</summary>
internal static class ListenUrls
{
    /// <summary>Reads addresses, joined by semicolons.</summary>
    /// <param name="text">For example <c>http://127.0.0.1:5080;http://[::1]:5080</c>.</param>
    /// <param name="problem">What is wrong with them, if something is.</param>
    /// <returns>Null if something is wrong.</returns>
    public static IReadOnlyList<Uri>? Parse(string text, out string? problem)
    {
        problem = null;
        var urls = new List<Uri>();
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // `*` and `+` are Kestrel's words for all addresses, and no host names.
            string named = part.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal);
            if (!Uri.TryCreate(named, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp || url.AbsolutePath != "/" || url.Query.Length > 0 || url.UserInfo.Length > 0
                || url.Host != "localhost" && !IPAddress.TryParse(url.Host.Trim('[', ']'), out _))
            {
                problem = $"takes http://ADDRESS:PORT, an IP address of this machine or localhost, for example {PageSettings.DefaultUrl}, not '{ForeignText.Short(part, ForeignText.LongestName)}'";
                if (part.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
                    problem += "; for HTTPS put a reverse proxy before it";
                return null;
            }

            urls.Add(url);
        }

        if (urls.Count == 0)
            problem = $"takes at least one address, for example {PageSettings.DefaultUrl}";
        return urls.Count == 0 ? null : urls;
    }

    /// <summary>The IP address of one.</summary>
    public static IPAddress AddressOf(Uri url) => url.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(url.Host.Trim('[', ']'));

    /// <summary>Whether only this machine reaches all of them.</summary>
    public static bool AreLoopback(IEnumerable<Uri> urls) => urls.All(url => IPAddress.IsLoopback(AddressOf(url)));

    /// <summary>Under which names browsers may ask for them: their own, and, where they listen at all addresses, any IP address, which no other site's name can stand for.</summary>
    public static IEnumerable<string> HostsOf(IReadOnlyList<Uri> urls)
    {
        foreach (string name in new[] { "localhost", "127.0.0.1", "[::1]" })
            yield return name;
        foreach (var url in urls)
        {
            var address = AddressOf(url);
            if (!address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
                yield return url.Host;
        }

        if (AreLoopback(urls))
            yield break;
        yield return Dns.GetHostName();
        foreach (var address in MachineAddresses())
            yield return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
    }

    private static IPAddress[] MachineAddresses()
    {
        try
        {
            return Dns.GetHostAddresses(Dns.GetHostName());
        }
        catch (System.Net.Sockets.SocketException)
        {
            return [];
        }
    }
}
