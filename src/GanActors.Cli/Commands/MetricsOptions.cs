using System.CommandLine;
using System.Net;

namespace GanActors.Cli.Commands;

/// <summary><c>--metrics-port</c> and <c>--metrics-address</c>: where a command that trains answers scrapes.</summary>
internal sealed class MetricsOptions
{
    private readonly Option<ulong?> _port = WholeNumberOption.Create(
        "--metrics-port", "Tells its metrics at http://127.0.0.1:N/metrics while it runs, for Prometheus; 0 for a port that is free", 0, ushort.MaxValue);

    private readonly Option<IPAddress?> _address = new("--metrics-address")
    {
        Description = "Tells them at another address of this machine, for example 0.0.0.0 for all; whoever can reach it can read them",
        HelpName = "ADDRESS",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (IPAddress.TryParse(text, out var address))
                return address;
            result.AddError($"--metrics-address takes an IP address of this machine, for example 0.0.0.0 or ::, not '{text}'");
            return null;
        },
    };

    /// <summary>Both.</summary>
    public IEnumerable<Option> All => [_port, _address];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_port);
        command.Options.Add(_address);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_address) is not null && result.GetResult(_port) is null)
                result.AddError("--metrics-address needs --metrics-port");
        });
    }

    /// <summary>Where metrics are to be told; null for nowhere.</summary>
    public IPEndPoint? Place(ParseResult parsed) =>
        parsed.GetValue(_port) is { } port ? new IPEndPoint(parsed.GetValue(_address) ?? IPAddress.Loopback, (int)port) : null;
}
