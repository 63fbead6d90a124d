using System.CommandLine;
using System.Globalization;
using System.Net;
using GanActors.Devices;
using GanActors.Server.Clusters;

namespace GanActors.Cli.Commands;

/// <summary>What <c>train</c> and <c>resume</c> can both be told about a run.</summary>
internal sealed class RunOptions
{
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Changes one value of the recipe, for example generator.optimizer.lr=0.0005; may be repeated",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "Where data sets lie by name; else GANACTORS_DATA, else the user's cache folder",
        HelpName = "DIR",
    };

    private readonly Option<ulong?> _epochs = WholeNumberOption.Create("--epochs", "How long: passes over the real items", 1, int.MaxValue);
    private readonly Option<ulong?> _iterations = WholeNumberOption.Create("--iterations", "How long: discriminator and generator phases", 1, long.MaxValue);
    private readonly Option<ulong?> _threads = WholeNumberOption.Create("--threads", "Threads of the CPU device; all cores without it. The results are the same", 1, 1024);
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object a line on standard output: started, metrics, sheet, epoch, gate, modes, checkpoint, finished" };

    private readonly MetricsOptions _metrics = new();
    private readonly ClusterOption _cluster = ClusterOption.Create();
    private readonly Option<DeviceWish?> _device = ChoiceOption.Create(
        "--device", "On what: any takes a GPU if one is free, else a CPU; cuda waits for a GPU. Else any",
        ("any", DeviceWish.Any), ("cpu", DeviceWish.Cpu), ("cuda", DeviceWish.Cuda));

    private readonly EngineOptions _engine = new();

    public RunOptions() => _set.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            if (token.Value.IndexOf('=', StringComparison.Ordinal) < 1)
                result.AddError($"--set takes key=value, for example data.name=fashion-mnist, not '{token.Value}'");
        }
    });

    /// <summary>Adds the options to a command, with some of its own after <c>--data</c>.</summary>
    public void AddTo(Command command, params IEnumerable<Option> others)
    {
        foreach (var option in (IEnumerable<Option>)[_set, _data, .. others, _epochs, _iterations, _threads, _device, .. _engine.All, _cluster, _json])
            command.Options.Add(option);
        _metrics.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_epochs) is not null && result.GetResult(_iterations) is not null)
                result.AddError("--epochs and --iterations both say how long; give one of them");
        });
    }

    /// <summary>The values of the recipe to change, <c>key=value</c>; options of their own after those of <c>--set</c>.</summary>
    public List<string> Overrides(ParseResult parsed)
    {
        var overrides = new List<string>(parsed.GetValue(_set) ?? []);
        AddOverride(overrides, "run.epochs", parsed.GetValue(_epochs));
        AddOverride(overrides, "run.iterations", parsed.GetValue(_iterations));
        return overrides;
    }

    /// <summary>Those that are of this process, and not of a run.</summary>
    public IEnumerable<Option> Own => [_data, _threads, .. _engine.All, _cluster, .. _metrics.All];

    public string? Data(ParseResult parsed) => parsed.GetValue(_data);

    public ClusterAddress? Cluster(ParseResult parsed) => _cluster.Find(parsed);

    public DeviceWish Device(ParseResult parsed) => parsed.GetValue(_device) ?? DeviceWish.Any;

    public OwnEngine Engine(ParseResult parsed) => _engine.Of(parsed, Cluster(parsed));

    public int? Threads(ParseResult parsed) => (int?)parsed.GetValue(_threads);

    public IPEndPoint? Metrics(ParseResult parsed) => _metrics.Place(parsed);

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    internal static void AddOverride(List<string> overrides, string key, ulong? value)
    {
        if (value is not null)
            overrides.Add(string.Create(CultureInfo.InvariantCulture, $"{key}={value}"));
    }
}
