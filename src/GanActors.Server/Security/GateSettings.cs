using System.Net;

namespace GanActors.Server.Security;

/// <summary>Who is let in, and under which names the server is known.</summary>
/// <param name="Auth">Who is let in.</param>
/// <param name="ProxyHeader">The header by which a reverse proxy names the user it has let in.</param>
/// <param name="ProxyFrom">The proxy's addresses: only they are believed.</param>
/// <param name="Hosts">Names, besides this machine's own, under which browsers reach the server; a request for another is refused.</param>
internal sealed record GateSettings(AuthKind Auth, string? ProxyHeader = null, IReadOnlyList<IPAddress>? ProxyFrom = null, IReadOnlyList<string>? Hosts = null)
{
    /// <summary>This machine's users, without a key.</summary>
    public static GateSettings Open { get; } = new(AuthKind.None);

    /// <summary>Whether a request comes from the proxy.</summary>
    public bool IsProxy(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return address is not null && (ProxyFrom ?? []).Contains(address);
    }
}
