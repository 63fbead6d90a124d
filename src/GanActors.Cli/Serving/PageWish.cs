using System.Net;
using GanActors.Server.Hosting;
using GanActors.Server.Runs;
using GanActors.Server.Security;

namespace GanActors.Cli.Serving;

/// <summary>What the user of <c>serve</c> asked for of the pages.</summary>
/// <param name="Urls">Where they are; null for what is usual.</param>
/// <param name="Home">Full path of the folder they show.</param>
/// <param name="Auth">Who is let in; null for what suits the addresses.</param>
/// <param name="ProxyHeader">How the reverse proxy names its users; null for not at all.</param>
/// <param name="ProxyFrom">The reverse proxy's addresses.</param>
/// <param name="Hosts">Names under which browsers reach the server.</param>
internal sealed record PageWish(
    IReadOnlyList<Uri>? Urls, string Home, AuthKind? Auth, string? ProxyHeader, IReadOnlyList<IPAddress> ProxyFrom, IReadOnlyList<string> Hosts)
{
    /// <summary>Who is let in at these addresses.</summary>
    /// <exception cref="BadInputException">Others than this machine's users could come in, and nothing keeps them out; or what is asked for is not whole.</exception>
    public GateSettings Gate(IReadOnlyList<Uri> urls)
    {
        bool isOwn = ListenUrls.AreLoopback(urls);
        var keys = new ApiKeys(Path.Combine(Home, ".ganactors"));
        var kind = Auth ?? (isOwn ? AuthKind.None : AuthKind.Key);
        if (kind == AuthKind.None && !isOwn)
        {
            throw new BadInputException(
                $"--urls: {string.Join(", ", urls)} can be reached from other machines, and --auth none would let everybody in; make a key with `ganactors keys add NAME` and leave --auth out, or listen at {PageSettings.DefaultUrl}");
        }

        if (kind == AuthKind.Key && keys.All.IsEmpty)
        {
            throw new BadInputException(isOwn
                ? "--auth key: there is no key yet; make one with `ganactors keys add NAME`"
                : $"--urls: {string.Join(", ", urls)} can be reached from other machines, and there is no key yet; make one with `ganactors keys add NAME`, or put a reverse proxy before it (--auth proxy, see docs/security.md)");
        }

        if (kind == AuthKind.Proxy && string.IsNullOrWhiteSpace(ProxyHeader))
            throw new BadInputException("--auth proxy needs --proxy-header, the header by which the reverse proxy names the user it has let in, for example X-Forwarded-User");
        if (kind != AuthKind.Proxy && ProxyHeader is not null)
            throw new BadInputException("--proxy-header is for --auth proxy");
        return new GateSettings(kind, ProxyHeader, ProxyFrom, Hosts);
    }
}
