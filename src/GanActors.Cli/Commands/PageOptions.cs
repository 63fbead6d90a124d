using System.CommandLine;
using System.Net;
using GanActors.Cli.Serving;
using GanActors.Server.Hosting;
using GanActors.Server.Runs;
using GanActors.Server.Security;

namespace GanActors.Cli.Commands;

/// <summary>Where the pages and the API are, what they show, and who is let in.</summary>
internal sealed class PageOptions
{
    private readonly Option<IReadOnlyList<Uri>?> _urls = new("--urls")
    {
        Description = $"Where the pages and the HTTP API are, several joined by ';'; else {PageSettings.DefaultUrl}, and of a silo of a cluster nowhere",
        HelpName = "URLS",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            var urls = ListenUrls.Parse(text, out string? problem);
            if (urls is null)
                result.AddError($"--urls {problem}");
            return urls;
        },
    };

    private readonly Option<string?> _home = new("--home") { Description = "The folder with runs/ and sweeps/ that they show and add to; else the current one", HelpName = "DIR" };

    private readonly Option<AuthKind?> _auth = ChoiceOption.Create(
        "--auth", "Who is let in: none is whoever reaches it, for this machine alone; key asks for an API key; proxy believes a reverse proxy. Else none on this machine, key elsewhere",
        ("none", AuthKind.None), ("key", AuthKind.Key), ("proxy", AuthKind.Proxy));

    private readonly Option<string?> _proxyHeader = new("--proxy-header") { Description = "The header by which the reverse proxy names the user it has let in, for example X-Forwarded-User", HelpName = "NAME" };

    private readonly Option<string[]> _proxyFrom = new("--proxy-from")
    {
        Description = "The reverse proxy's IP address: only it is believed; may be repeated. Else this machine's own",
        HelpName = "ADDRESS",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string[]> _hosts = new("--host")
    {
        Description = "A name under which browsers reach it, as the reverse proxy passes it on; may be repeated. This machine's own names are known",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_urls, _home, _auth, _proxyHeader, _proxyFrom, _hosts];

    public PageOptions()
    {
        _proxyFrom.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !IPAddress.TryParse(token.Value, out _)))
                result.AddError($"--proxy-from takes an IP address, for example 10.0.0.2, not '{token.Value}'");
        });
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="BadInputException">It does not fit together.</exception>
    public PageWish Wish(ParseResult parsed, Surroundings surroundings)
    {
        string? header = parsed.GetValue(_proxyHeader);
        IPAddress[] from = [.. (parsed.GetValue(_proxyFrom) ?? []).Select(IPAddress.Parse)];
        return new PageWish(
            parsed.GetValue(_urls), Path.GetFullPath(parsed.GetValue(_home) ?? ".", surroundings.CurrentDirectory), parsed.GetValue(_auth), header,
            from.Length > 0 ? from : [IPAddress.Loopback, IPAddress.IPv6Loopback], parsed.GetValue(_hosts) ?? []);
    }
}
