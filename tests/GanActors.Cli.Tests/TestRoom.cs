using GanActors.Cli.Commands;
using GanActors.Cli.Training;
using GanActors.Datasets;
using GanActors.Recipes;
using GanActors.Server;

namespace GanActors.Cli.Tests;

/// <summary>A place to run command lines in: an empty directory, no network, a fixed time, and grains that play a script.</summary>
internal sealed class TestRoom : IDisposable
{
    private readonly (Spectre.Console.IAnsiConsole Console, StringWriter Text) _output = Sample.Console(160);
    private readonly (Spectre.Console.IAnsiConsole Console, StringWriter Text) _error = Sample.Console(160);

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("ganactors-cli-").FullName;

    public ScriptedCoordinator Coordinator { get; } = new();

    /// <summary>How the last command that trains set its silo up; null before.</summary>
    public SiloSettings? Silo { get; private set; }

    /// <summary>Whether commands train on silos of their own, not by the script.</summary>
    public bool TakesRealSilos { get; init; }

    public bool Debug { get; init; }

    public string Output => _output.Text.ToString();

    public string Error => _error.Text.ToString();

    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The user's Ctrl-C.</summary>
    public CancellationToken Interrupt { get; set; } = TestContext.Current.CancellationToken;

    public Task<int> RunAsync(params string[] args) => CommandTree.RunAsync(
        args,
        new Surroundings(
            _output.Console,
            _error.Console,
            Directory,
            new ImmediateClock(),
            RecipeLibrary.Shipped,
            option => new DatasetCatalog(DataDirectory.Resolve(option ?? Path.Combine(Directory, "data")), downloads: false),
            (settings, stop) =>
            {
                Silo = settings;
                return TakesRealSilos ? DuelHost.StartAsync(settings, stop) : Task.FromResult<IDuelHost>(new ScriptedHost(Coordinator));
            },
            Debug),
        Interrupt);

    /// <summary>Puts a file into the directory.</summary>
    public string Write(string name, byte[] content)
    {
        string path = Path.Combine(Directory, name);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
