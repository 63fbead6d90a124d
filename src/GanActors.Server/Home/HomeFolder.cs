using System.Globalization;
using System.Text.RegularExpressions;
using GanActors.Duel;
using GanActors.Runs;
using GanActors.Server.Runs;
using GanActors.Sweeps;

namespace GanActors.Server.Home;

/// <summary>
/// The folder whose <c>runs/</c> and <c>sweeps/</c> a server shows and adds to. Nothing else of it is read, but the server's own folder, and names from outside only become paths
/// here, after they have been found to be nothing but names.
/// </summary>
internal sealed partial class HomeFolder
{
    private readonly RunPlace? _only;

    /// <summary>All runs and sweeps of a folder.</summary>
    /// <param name="path">It need not be there yet.</param>
    public HomeFolder(string path) => Path = System.IO.Path.GetFullPath(path);

    /// <summary>A single run, wherever it is.</summary>
    public HomeFolder(string path, RunFolder only)
        : this(path) => _only = new RunPlace(only.Run.Value, only.Path, only.Run, null);

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Where runs are.</summary>
    public string Runs => System.IO.Path.Combine(Path, "runs");

    /// <summary>Where sweeps are.</summary>
    public string Sweeps => System.IO.Path.Combine(Path, "sweeps");

    /// <summary>What the server keeps for itself.</summary>
    public string Own => System.IO.Path.Combine(Path, ".ganactors");

    /// <summary>Whether it shows a single run, and begins no others.</summary>
    public bool IsSingle => _only is not null;

    /// <summary>All runs but those of sweeps, in no order.</summary>
    public IEnumerable<RunPlace> AllRuns() => _only is not null ? [_only]
        : Names(Runs).Select(name => RunOf(name, System.IO.Path.Combine(Runs, name))).Where(run => IsRun(run.Folder));

    /// <summary>All sweeps and groups, in no order.</summary>
    public IEnumerable<SweepPlace> AllSweeps() => IsSingle ? []
        : Names(Sweeps).Select(name => SweepOf(name, System.IO.Path.Combine(Sweeps, name))).Where(sweep => sweep.Exists);

    /// <summary>A run by its id; null if there is none.</summary>
    /// <param name="id">A name under <c>runs/</c>, or <c>SWEEP:TRIAL:SEED</c>.</param>
    public RunPlace? FindRun(string id)
    {
        if (_only is not null)
            return id == _only.Id ? _only : null;
        if (id.Split(':') is [var sweep, var trial, var seed])
        {
            return IsName(sweep) && Whole(trial) is { } number && Whole(seed) is > 0 and var run && FindSweep(sweep) is { } place && place.Run(number, run) is var found && IsRun(found.Folder)
                ? found : null;
        }

        return IsName(id) && RunOf(id, System.IO.Path.Combine(Runs, id)) is var named && IsRun(named.Folder) ? named : null;
    }

    /// <summary>A sweep or a group by its id; null if there is none.</summary>
    public SweepPlace? FindSweep(string id) =>
        !IsSingle && IsName(id) && SweepOf(id, System.IO.Path.Combine(Sweeps, id)) is { Exists: true } sweep ? sweep : null;

    /// <summary>The place of a sweep that is about to begin.</summary>
    public SweepPlace NewSweep(string id) => SweepOf(id, System.IO.Path.Combine(Sweeps, id));

    /// <summary>Whether a text can be the name of a run or a sweep.</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    private static RunPlace RunOf(string name, string folder) => new(name, folder, RunFolder.Of(folder, "run").Run, null);

    private static SweepPlace SweepOf(string name, string folder) => new(name, folder, RunFolder.Of(folder, "sweep").Run);

    // A run that waits for its first device has nothing but a ticket yet.
    private static bool IsRun(string folder) => RunFolder.HoldsRun(folder) || File.Exists(Ticket.PathIn(folder));

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static IEnumerable<string> Names(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateDirectories(folder).Select(each => System.IO.Path.GetFileName(each)!).Where(IsName)
        : [];

    [GeneratedRegex(@"^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9_-])?$")]
    private static partial Regex NamePattern();
}

/// <summary>Where a run is.</summary>
/// <param name="Id">How the API calls it.</param>
/// <param name="Folder">Full path.</param>
/// <param name="Run">How its grains are called.</param>
/// <param name="Sweep">The sweep it is a run of; null for none.</param>
internal sealed record RunPlace(string Id, string Folder, RunId Run, string? Sweep)
{
    /// <summary>A file of it.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Whether it has begun to write figures.</summary>
    public bool HasMetrics => File.Exists(this[RunFiles.Metrics]);
}

/// <summary>Where a sweep or a group is.</summary>
/// <param name="Id">How the API calls it.</param>
/// <param name="Folder">Full path.</param>
/// <param name="Grain">How its grain is called.</param>
internal sealed record SweepPlace(string Id, string Folder, RunId Grain)
{
    /// <summary>The resolved file of a group.</summary>
    public const string GroupFile = "group.yaml";

    /// <summary>Whether it is a group of networks.</summary>
    public bool IsGroup => File.Exists(this[GroupFile]);

    /// <summary>Whether there is one.</summary>
    public bool Exists => File.Exists(this[SweepFiles.Sweep]) || IsGroup || File.Exists(Ticket.PathIn(Folder));

    /// <summary>A file of it.</summary>
    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>One of its runs.</summary>
    /// <param name="trial">The trial's number, from 0.</param>
    /// <param name="seed">Which of its runs, from 1.</param>
    public RunPlace Run(int trial, int seed) => new(
        string.Create(CultureInfo.InvariantCulture, $"{Id}:{trial}:{seed}"),
        this[SweepFiles.Run(trial, seed)],
        new RunId(string.Create(CultureInfo.InvariantCulture, $"{Grain}-{trial}-{seed}")),
        Id);
}
