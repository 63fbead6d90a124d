using System.Collections.Concurrent;
using GanActors.Cells;
using GanActors.Checkpoints;
using GanActors.Client;
using GanActors.Datasets;
using GanActors.Devices;
using GanActors.Populations;
using GanActors.Recipes;
using GanActors.Runs;
using GanActors.Server.Api;
using GanActors.Server.Engines;
using GanActors.Server.Runs;
using GanActors.Server.Sweeps;
using GanActors.Sweeps;
using Microsoft.Extensions.Logging;

namespace GanActors.Server.Home;

/// <summary>The sweeps and groups of a home folder, as <see cref="RunDesk"/> has its runs.</summary>
/// <param name="home">The folder.</param>
/// <param name="grains">Reaches the sweeps.</param>
/// <param name="catalog">The data sets at hand.</param>
/// <param name="engine">What computes; null for what a silo takes unless asked.</param>
/// <param name="logger">Told what goes wrong while nobody asks.</param>
/// <param name="isSiloOwn">Whether its silo ends with it, so that sweeps have to break off first.</param>
internal sealed partial class SweepDesk(HomeFolder home, IGrainFactory grains, DatasetCatalog catalog, EngineKind? engine, ILogger<SweepDesk> logger, bool isSiloOwn = false) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SweepCourse> _courses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (DateTime Stamp, SweepSummary Summary)> _summaries = new(StringComparer.Ordinal);
    private readonly StartKeys _keys = new("sweep");
    private readonly ConcurrentDictionary<string, SweepSpec> _specs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _starting = new(1);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Takes up again what was under way when the server was lost.</summary>
    public async Task Revive()
    {
        foreach (var sweep in home.AllSweeps())
        {
            if (Ticket.Read(sweep.Folder) is not { } ticket)
                continue;
            _keys.Remember(ticket.Key, sweep.Id, ticket.Asked);
            if (ticket.Wanted == Wanted.Nothing || ticket.Wanted == Wanted.Paused)
                continue;
            try
            {
                await Begin(sweep, ticket);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogNotRevived(logger, fault, sweep.Id);
            }
        }
    }

    /// <summary>All of them, those under way first, then by name.</summary>
    public IReadOnlyList<SweepRow> Rows() => [.. home.AllSweeps().Select(Row).OrderBy(row => row.State is not ("running" or "paused")).ThenBy(row => row.Id, StringComparer.Ordinal)];

    /// <summary>How one stands.</summary>
    public SweepRow Row(SweepPlace sweep) => Course(sweep) is { } course && course.Row() is { } row ? row : Stored(sweep);

    /// <summary>All of one.</summary>
    public async Task<SweepDetail> Detail(SweepPlace sweep)
    {
        if (Course(sweep) is { } course)
            await course.Look();
        var row = Row(sweep);
        var samples = SheetFiles.In(sweep.Folder, $"/api/v1/sweeps/{Uri.EscapeDataString(sweep.Id)}");
        var actions = Actions(sweep, row);
        string yaml = Text(sweep);
        if (row.Kind != RecipeDesk.Sweep)
            return new SweepDetail(row, null, [], null, null, Cells(sweep), samples, actions, yaml, sweep.Folder);
        var (spec, progress) = Standing(sweep);
        if (spec is null || progress is null)
            return new SweepDetail(row, spec is null ? null : SweepOutlines.Of(spec), [], null, null, null, [], actions, yaml, sweep.Folder);
        var board = Leaderboard.Of(spec.Objective, progress.Trials);
        return new SweepDetail(
            row, SweepOutlines.Of(spec), [.. board.Select((trial, index) => View(sweep, spec, trial, index + 1))], ImportanceOf(spec, progress), progress.Extractor, null, [], actions, yaml, sweep.Folder);
    }

    /// <summary>A sweep by its id.</summary>
    /// <exception cref="RequestException">There is none.</exception>
    public SweepPlace Find(string id) => home.FindSweep(id) ?? throw RequestException.NotFound($"sweep '{ForeignText.Short(id, ForeignText.LongestName)}'");

    /// <summary>Starts a sweep or a group.</summary>
    /// <inheritdoc cref="RunDesk.Start"/>
    public async Task<(SweepPlace Sweep, bool IsNew)> Start(StartSweep wish, string? key, string asked, CancellationToken stop)
    {
        if (home.IsSingle)
            throw RequestException.Conflict("these pages show one run; start sweeps from `ganactors serve`");
        await _starting.WaitAsync(stop);
        try
        {
            if (_keys.Recall(key, asked, home.FindSweep) is { } before)
                return (before, false);

            if (wish.Parallel is < 1 or > 1_024)
                throw RequestException.Field("parallel", "takes a whole number from 1 to 1024");
            var (name, yaml) = await Plan(wish, stop);
            var sweep = Place(wish.Name ?? name);
            var ticket = new Ticket(Wanted.Running, yaml, DeviceWish.Any, wish.Parallel, DateTimeOffset.UtcNow, key, asked);
            ticket.Write(sweep.Folder);
            _keys.Remember(key, sweep.Id, asked);
            await Begin(sweep, ticket);
            return (sweep, true);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Begins no more work until it is told to go on; what is under way goes on. A group rests after the epoch under way.</summary>
    public async Task Pause(SweepPlace sweep, string who)
    {
        var course = UnderWay(sweep, "pause");
        Ticket.Want(sweep.Folder, Wanted.Paused);
        await course.Pause(who);
    }

    /// <summary>Has its runs break off, with checkpoints.</summary>
    public async Task Stop(SweepPlace sweep, string who)
    {
        var course = UnderWay(sweep, "stop");
        Ticket.Want(sweep.Folder, Wanted.Nothing);
        await course.Stop($"stopped by {who}");
    }

    /// <summary>Goes on with a sweep that rests, was stopped or broke off.</summary>
    public async Task Resume(SweepPlace sweep, CancellationToken stop)
    {
        Require(sweep, "resume");
        await _starting.WaitAsync(stop);
        try
        {
            var ticket = Ticket.Read(sweep.Folder) ?? new Ticket(Wanted.Running, Text(sweep), DeviceWish.Any, null, DateTimeOffset.UtcNow);
            (ticket with { Wanted = Wanted.Running }).Write(sweep.Folder);
            if (Course(sweep) is { } course)
                await course.Unpause();
            else
                await Begin(sweep, ticket);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Gives a sweep more trials.</summary>
    public async Task Extend(SweepPlace sweep, int trials)
    {
        if (trials is < 1 or > SweepLimits.Trials)
            throw RequestException.Field("trials", $"takes a whole number from 1 to {SweepLimits.Trials}");
        Require(sweep, "extend");
        if (Course(sweep) is { } course)
            await course.Extend(trials);
        else
            new SweepWishes(sweep[SweepFiles.Wishes]).Add(new ExtendWish(trials));
    }

    /// <summary>Deletes a sweep, all of its runs with it.</summary>
    public void Delete(SweepPlace sweep)
    {
        Require(sweep, "delete");
        string away = Path.Combine(home.Own, "deleted", $"{sweep.Id}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.GetDirectoryName(away)!);
        Directory.Move(sweep.Folder, away);
        _summaries.TryRemove(sweep.Folder, out _);
        _specs.TryRemove(sweep.Folder, out _);
        Directory.Delete(away, recursive: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // By the server before it ends, so that nobody follows a silo that goes; and by whoever made it.
        if (_closing.IsCancellationRequested)
            return;
        await _closing.CancelAsync();
        await Task.WhenAll(_courses.Values.Select(course => course.Ended));
        if (isSiloOwn)
            await Task.WhenAll(_courses.Values.Select(BreakOff));
        _starting.Dispose();
    }

    // Its ticket still says that it is wanted: the next server goes on with it.
    private async Task BreakOff(SweepCourse course)
    {
        try
        {
            await course.Stop("the server ends");
            while (await course.Look())
                await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        catch (Exception fault)
        {
            LogNotBrokenOff(logger, fault, course.Place.Id);
        }
    }

    private SweepCourse? Course(SweepPlace sweep) => _courses.GetValueOrDefault(sweep.Folder);

    private List<string> Actions(SweepPlace sweep, SweepRow row)
    {
        var actions = new List<string>();
        if (row.Here && row.State == "running")
            actions.AddRange(["pause", "stop"]);
        if (row.Here && row.State == "paused")
            actions.AddRange(["resume", "stop"]);
        bool isFree = !row.Here && !RunLock.IsHeld(sweep.Folder);
        if (isFree && row.State is not "completed")
            actions.Add("resume");
        if (row.Kind == RecipeDesk.Sweep && (row.Here || isFree) && Standing(sweep).Spec is { Scheduler: not (GridSpec or PopulationSpec) } && row.State is not "failed")
            actions.Add("extend");
        if (isFree)
            actions.Add("delete");
        return actions;
    }

    private SweepCourse UnderWay(SweepPlace sweep, string deed)
    {
        Require(sweep, deed);
        return Course(sweep) ?? throw RequestException.Conflict($"the sweep '{sweep.Id}' has just ended");
    }

    private void Require(SweepPlace sweep, string deed)
    {
        var row = Row(sweep);
        if (!Actions(sweep, row).Contains(deed))
            throw RequestException.Conflict($"the sweep '{sweep.Id}' is {row.State.Replace('_', ' ')}{(row.Here || row.State != "running" ? "" : " in another process")}: it cannot be told to {deed}");
    }

    private async Task<(string Name, string Yaml)> Plan(StartSweep wish, CancellationToken stop)
    {
        var desk = new RecipeDesk(catalog, engine);
        if (wish is { Sweep: null, Yaml: null } or { Sweep: not null, Yaml: not null })
            throw RequestException.Field("sweep", "give either sweep, the name of one that ships, or yaml, its text");
        string? file = wish.Sweep is null ? null : RecipeDesk.FileOf(wish.Sweep, isSweep: true);
        string text = wish.Yaml ?? await File.ReadAllTextAsync(file!, stop);
        switch (RecipeDesk.KindOf(text))
        {
            case RecipeDesk.Recipe:
                throw RequestException.Field("yaml", "this is a recipe, not a sweep; start it as a run");
            case RecipeDesk.Sweep:
                var sweep = desk.ReadSweep(text, file);
                var data = await RecipeData.Load(sweep.Recipe, catalog, stop: stop);
                RunnableLayers.Require(sweep.Recipe, sweep.Check(data.Item, data.Classes), engine);
                return (sweep.Spec.Name, SweepWriter.Write(sweep.Spec));
            default:
                var group = desk.ReadGroup(text, file);
                var items = await RecipeData.Load(group.Recipe, catalog, stop: stop);
                RunnableLayers.Require(group.Recipe, group.Check(items.Item, items.Count), engine);
                return (group.Spec.Basics.Name, CellsWriter.Write(group.Spec));
        }
    }

    private SweepPlace Place(string name)
    {
        if (!HomeFolder.IsName(name) || RunFolder.Of(Path.Combine(home.Sweeps, name), "").Run.Value != name)
            throw RequestException.Field("name", "takes at most 64 lower-case letters, digits and inner hyphens, for example 'first-search'");
        var sweep = home.NewSweep(name);
        return Directory.Exists(sweep.Folder) ? throw RequestException.Field("name", $"there is a sweep '{name}' already; take another name") : sweep;
    }

    private async Task Begin(SweepPlace sweep, Ticket ticket)
    {
        bool resume = sweep.IsGroup || File.Exists(sweep[SweepFiles.Journal]);
        string yaml = File.Exists(sweep[SweepPlace.GroupFile]) || File.Exists(sweep[SweepFiles.Sweep]) ? Text(sweep) : ticket.Yaml;
        SweepCourse course;
        if (RecipeDesk.KindOf(yaml) == RecipeDesk.Sweep)
        {
            var spec = SweepReader.Read(yaml).Spec;
            var grain = grains.GetGrain<ISweepGrain>(sweep.Grain.Value);
            course = new SearchCourse(sweep, spec, grain);
            await grain.Start(new SweepOrder(sweep.Grain.Value, spec, sweep.Folder, resume, ticket.Parallel));
        }
        else
        {
            var spec = CellsReader.Read(yaml, null, RecipeLibrary.Shipped).Spec;
            var grain = grains.GetGrain<ICellsGrain>(sweep.Grain.Value);
            course = new GroupCourse(sweep, spec, grain);
            await grain.Start(new CellsOrder(sweep.Grain, spec, sweep.Folder, resume ? RunOpening.Resume : RunOpening.New));
        }

        await course.Look();
        _courses[sweep.Folder] = course;
        course.Begin(_closing.Token);
        _ = course.Ended.ContinueWith(_ => Ended(course), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Ended(SweepCourse course)
    {
        if (_closing.IsCancellationRequested)
            return;
        try
        {
            if (Ticket.Read(course.Place.Folder) is { Wanted: Wanted.Running })
                Ticket.Want(course.Place.Folder, Wanted.Nothing);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogNoTicket(logger, fault, course.Place.Id);
        }

        _courses.TryRemove(course.Place.Folder, out _);
    }

    private static string Text(SweepPlace sweep)
    {
        string file = sweep[sweep.IsGroup ? SweepPlace.GroupFile : SweepFiles.Sweep];
        return File.Exists(file) ? File.ReadAllText(file) : Ticket.Read(sweep.Folder)?.Yaml ?? "";
    }

    private SweepRow Stored(SweepPlace sweep)
    {
        var ticket = Ticket.Read(sweep.Folder);
        bool isHeld = RunLock.IsHeld(sweep.Folder);
        string broken = ticket is { Wanted: Wanted.Paused } ? "paused" : "broken_off";
        if (sweep.IsGroup || ticket is not null && RecipeDesk.KindOf(ticket.Yaml) != RecipeDesk.Sweep)
            return GroupCourse.Stored(sweep, Text(sweep), isHeld, broken);
        if (Summary(sweep) is not { } summary)
            return new SweepRow(sweep.Id, RecipeDesk.Sweep, RecipeGlance.Of(Text(sweep)).Name, isHeld ? "running" : broken, false, 0, 0, 0, 0, 0, null, null);
        var row = SearchCourse.RowOf(sweep, RecipeNameIn(sweep), summary.Objective, summary.Progress, here: false);
        return isHeld ? row with { State = "running" } : summary.Progress.State is SweepState.Running or SweepState.Paused ? row with { State = broken, IterationsPerSecond = 0 } : row;
    }

    private string RecipeNameIn(SweepPlace sweep) => Standing(sweep).Spec is { } spec ? RecipeGlance.Of(spec.RecipeYaml).Name : "?";

    private SweepSummary? Summary(SweepPlace sweep)
    {
        string path = sweep[SweepFiles.Summary];
        if (!File.Exists(path))
            return null;
        var stamp = File.GetLastWriteTimeUtc(path);
        if (_summaries.TryGetValue(sweep.Folder, out var known) && known.Stamp == stamp)
            return known.Summary;
        try
        {
            var summary = SweepSummary.Read(sweep.Folder);
            _summaries[sweep.Folder] = (stamp, summary);
            return summary;
        }
        catch (SweepException)
        {
            return null;
        }
    }

    private (SweepSpec? Spec, SweepProgress? Progress) Standing(SweepPlace sweep)
    {
        if (Course(sweep) is SearchCourse course)
            return (course.Spec, course.Progress);
        if (!_specs.TryGetValue(sweep.Folder, out var spec))
        {
            try
            {
                spec = _specs[sweep.Folder] = SweepReader.Read(Text(sweep)).Spec;
            }
            catch (RecipeException)
            {
                return (null, null);
            }
        }

        return (spec, Summary(sweep)?.Progress);
    }

    private CellGridView? Cells(SweepPlace sweep) => Course(sweep) is GroupCourse course ? course.Grid() : GroupCourse.StoredGrid(sweep, Text(sweep));

    private static TrialView View(SweepPlace sweep, SweepSpec spec, Trial trial, int rank)
    {
        string? sheet = SheetFiles.Newest(sweep.Run(trial.Number, 1).Folder);
        string[] runs = [.. Enumerable.Range(1, spec.Objective.Seeds).Select(seed => sweep.Run(trial.Number, seed).Id)];
        return new TrialView(
            trial is { State: TrialState.Failed } or { Latest: null } ? null : rank, trial.Number, trial.State.ToString().ToLowerInvariant(),
            trial.Configuration.Settings.GroupBy(setting => setting.Key).ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal),
            trial.Latest?.Iteration ?? 0, trial.Until, trial.Done, FiniteNumber.OrNull(trial.Latest?.Objective), trial.Bracket,
            [.. trial.Reports.Select(report => new ReportView(report.Iteration, FiniteNumber.OrNull(report.Objective), report.Elapsed.TotalSeconds, report.Donor))],
            trial.Failure, runs, sheet is null ? null : $"/api/v1/runs/{Uri.EscapeDataString(runs[0])}/{SheetFiles.Folder}/{sheet}");
    }

    // Of those that have come as far as any: figures of different lengths cannot be compared.
    private static Dictionary<string, double>? ImportanceOf(SweepSpec spec, SweepProgress progress)
    {
        var reported = progress.Trials.Where(trial => trial is { State: not TrialState.Failed, Latest: not null }).ToArray();
        if (reported.Length == 0)
            return null;
        long least = reported.Min(trial => trial.Reports[0].Iteration);
        var results = reported.Select(trial => (trial.Configuration, Loss: trial.Reports.FirstOrDefault(report => report.Iteration == least)?.Objective)).Where(each => each.Loss is not null)
            .Select(each => (each.Configuration, spec.Objective.Minimize ? each.Loss!.Value : -each.Loss!.Value)).ToArray();
        if (results.Length < 8)
            return null;
        return Importance.Of(spec.Space, results).GroupBy(each => each.Key).ToDictionary(group => group.Key, group => Math.Round(group.Max(each => each.Share), 4), StringComparer.Ordinal);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep} could not be broken off in order.")]
    private static partial void LogNotBrokenOff(ILogger logger, Exception exception, string sweep);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sweep {Sweep} could not be taken up again.")]
    private static partial void LogNotRevived(ILogger logger, Exception exception, string sweep);

    [LoggerMessage(Level = LogLevel.Error, Message = "What is wanted of sweep {Sweep} could not be noted.")]
    private static partial void LogNoTicket(ILogger logger, Exception exception, string sweep);
}
