using System.CommandLine;
using GanActors.Client;
using GanActors.Server.Runs;

namespace GanActors.Cli.Commands;

/// <summary><c>--server</c>: which server a command speaks to.</summary>
internal sealed class ServerOption() : Option<Uri?>("--server")
{
    /// <summary>Where a key is found, which is not to be seen in the list of processes.</summary>
    public const string KeyVariable = "GANACTORS_API_KEY";

    /// <summary>The option, with its description.</summary>
    public static ServerOption Create() => new()
    {
        Description = $"The address of a `ganactors serve` that does it, for example http://127.0.0.1:5080; its API key, if it asks for one, in {KeyVariable}",
        HelpName = "URL",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.AbsolutePath == "/")
                return url;
            result.AddError($"--server takes a server's address, for example http://127.0.0.1:5080, not '{text}'");
            return null;
        },
    };

    /// <summary>A client of the server that is named; null if none is.</summary>
    public GanActorsClient? Find(ParseResult parsed) => parsed.GetValue(this) is { } url ? new GanActorsClient(url, Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : null) : null;

    /// <summary>Refuses options that are a silo's own.</summary>
    public static void Refuse(ParseResult parsed, params IEnumerable<Option> others)
    {
        foreach (var option in others)
        {
            if (parsed.GetResult(option) is { Implicit: false })
                throw new BadInputException($"{option.Name} is not for --server: the server has its own");
        }
    }
}
