using GanActors.Cli.Training;
using GanActors.Datasets;
using GanActors.Recipes;
using GanActors.Server;
using GanActors.Server.Clusters;
using Spectre.Console;

namespace GanActors.Cli;

/// <summary>All that a command touches of the world outside, so that tests can stand in for it.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="CurrentDirectory">Where <c>runs/</c> goes.</param>
/// <param name="Clock">Time stamps run ids and paces the looks at a run.</param>
/// <param name="Recipes">The recipes that have names.</param>
/// <param name="Catalog">The data sets, given what <c>--data</c> says.</param>
/// <param name="StartHost">Starts the grains' home, as it is to be set up.</param>
/// <param name="Debug">Whether errors show their stack.</param>
internal sealed record Surroundings(
    IAnsiConsole Output,
    IAnsiConsole Error,
    string CurrentDirectory,
    TimeProvider Clock,
    RecipeLibrary Recipes,
    Func<string?, DatasetCatalog> Catalog,
    Func<SiloSettings, CancellationToken, Task<IDuelHost>> StartHost,
    bool Debug)
{
    private const int WidthOfLogs = 160;

    /// <summary>Becomes a client of a cluster, where the grains' home is one.</summary>
    public Func<ClusterAddress, CancellationToken, Task<IDuelHost>> JoinCluster { get; init; } = DuelHost.JoinAsync;

    /// <summary>Those of this process.</summary>
    public static Surroundings OfProcess() => new(
        ConsoleOn(Console.Out),
        ConsoleOn(Console.Error),
        Directory.GetCurrentDirectory(),
        TimeProvider.System,
        RecipeLibrary.Shipped,
        option => new DatasetCatalog(DataDirectory.Resolve(option)),
        DuelHost.StartAsync,
        Environment.GetEnvironmentVariable("GANACTORS_DEBUG") == "1");

    /// <summary>A table that is redrawn needs a terminal that understands cursor movements.</summary>
    public bool IsLive => Output.Profile.Out.IsTerminal && Output.Profile.Capabilities is { Ansi: true, Interactive: true };

    /// <summary>The grains' home: the cluster that is named, or else a silo in this process.</summary>
    /// <param name="cluster">The cluster; null for none.</param>
    /// <param name="own">How a silo in this process is set up.</param>
    /// <param name="stop">Nobody waits for it any more.</param>
    public Task<IDuelHost> HostAsync(ClusterAddress? cluster, SiloSettings own, CancellationToken stop) =>
        cluster is null ? StartHost(own, stop) : JoinCluster(cluster, stop);

    public TextWriter Out => Output.Profile.Out.Writer;

    public TextWriter Errors => Error.Profile.Out.Writer;

    private static IAnsiConsole ConsoleOn(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        if (output.IsTerminal)
            return AnsiConsole.Create(new AnsiConsoleSettings { Out = output });
        // Spectre believes TERM even of a pipe, and takes it for 80 columns wide; a log has no colours and need not be broken.
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = WidthOfLogs;
        return console;
    }
}
