using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using GanActors.Checkpoints;
using GanActors.Client;
using GanActors.Datasets;
using GanActors.Devices;
using GanActors.Recipes;
using GanActors.Runs;
using GanActors.Server.Api;
using GanActors.Server.Engines;
using GanActors.Server.Generation;
using GanActors.Server.Runs;
using Microsoft.Extensions.Logging;

namespace GanActors.Server.Home;

/// <summary>
/// The runs of a home folder: starts, pauses, resumes, stops and deletes them, and says how each stands, whoever runs it. What it starts it takes up again after it was lost.
/// </summary>
/// <param name="home">The folder.</param>
/// <param name="grains">Reaches the coordinators; null where nothing is run, and folders are all there is.</param>
/// <param name="catalog">The data sets at hand.</param>
/// <param name="engine">What computes; null for what a silo takes unless asked.</param>
/// <param name="logger">Told what goes wrong while nobody asks.</param>
/// <param name="isSiloOwn">Whether its silo ends with it, so that runs have to leave first; a cluster goes on.</param>
[SuppressMessage("Design", "CA1001", Justification = "The source of cancellation holds nothing once it is cancelled.")]
internal sealed partial class RunDesk(HomeFolder home, IGrainFactory? grains, DatasetCatalog catalog, EngineKind? engine, ILogger<RunDesk> logger, bool isSiloOwn = false) : IAsyncDisposable
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, RunCourse> _courses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTime> _askedFor = new(StringComparer.Ordinal);
    private readonly StartKeys _keys = new("run");
    private readonly SemaphoreSlim _starting = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly RunShelf _shelf = new();

    /// <summary>The folder.</summary>
    public HomeFolder Home => home;

    /// <summary>Takes up again what was under way when the server was lost. Runs that another process has taken up are left to it.</summary>
    public async Task Revive()
    {
        foreach (var run in home.AllRuns())
        {
            if (Ticket.Read(run.Folder) is not { } ticket)
                continue;
            _keys.Remember(ticket.Key, run.Id, ticket.Asked);
            if (ticket.Wanted != Wanted.Running)
                continue;
            if (File.Exists(run[RunFiles.Summary]))
            {
                Ticket.Want(run.Folder, Wanted.Nothing);
                continue;
            }

            try
            {
                await Resume(run, ticket, _closing.Token);
                LogRevived(logger, run.Id);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogNotRevived(logger, fault, run.Id);
            }
        }
    }

    /// <summary>A run that somebody else in this process has started.</summary>
    public void Adopt(RunPlace run, RecipeGlance glance) => Follow(new RunCourse(run, glance, Coordinator(run), null));

    /// <summary>All runs but those of sweeps, the newest first.</summary>
    public IReadOnlyList<RunRow> Rows() =>
        [.. home.AllRuns().Select(Row).OrderByDescending(row => row.Started ?? DateTimeOffset.MinValue).ThenBy(row => row.Id, StringComparer.Ordinal)];

    /// <summary>How a run stands.</summary>
    public RunRow Row(RunPlace run)
    {
        if (Course(run) is { } course)
            return course.Row();
        var row = _shelf.Row(run);
        if (row.State == "running")
            LookFor(run, row);
        return row;
    }

    /// <summary>How runs stand once it is known which of them are under way in our reach, for whoever looks but once.</summary>
    public async Task<IReadOnlyList<RunRow>> Settled(IEnumerable<RunPlace> runs, CancellationToken stop)
    {
        var places = runs.ToArray();
        foreach (var run in places)
        {
            stop.ThrowIfCancellationRequested();
            if (grains is null || Course(run) is not null || _shelf.Row(run) is not { State: "running" } row)
                continue;
            await AdoptIfReached(run, row);
            if (Course(run) is { } course)
                await course.HasLooked;
        }

        return [.. places.Select(Row).OrderByDescending(row => row.Started ?? DateTimeOffset.MinValue).ThenBy(row => row.Id, StringComparer.Ordinal)];
    }

    /// <summary>The run that is under way here; null if it is not.</summary>
    public RunCourse? Course(RunPlace run) => _courses.GetValueOrDefault(run.Folder);

    /// <summary>What can be done with a run now.</summary>
    public IReadOnlyList<string> Actions(RunPlace run, RunRow row)
    {
        var actions = new List<string>();
        bool isOwn = row.Sweep is null;
        if (row.Here && isOwn && row.State is "running" or "waiting")
            actions.AddRange(row.State == "running" && !home.IsSingle ? ["pause", "stop"] : ["stop"]);
        if (!row.Here && isOwn && !home.IsSingle && row.State is "paused" or "stopped" or "broken_off" or "failed")
            actions.Add("resume");
        if (!row.Here && isOwn && !home.IsSingle && row.State is not "running")
            actions.Add("delete");
        if (RunWalks.CanWalk(run.Folder))
            actions.Add("walk");
        return actions;
    }

    /// <summary>A run by its id.</summary>
    /// <exception cref="RequestException">There is none.</exception>
    public RunPlace Find(string id) => home.FindRun(id) ?? throw RequestException.NotFound($"run '{ForeignText.Short(id, ForeignText.LongestName)}'");

    /// <summary>Starts a run.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="key">An idempotency key: asked again with it, the same run is answered. Null for none.</param>
    /// <param name="asked">What tells one wish from another.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The run, and whether it is new.</returns>
    /// <exception cref="RequestException">The wish cannot be met.</exception>
    /// <exception cref="RecipeException">The recipe cannot be used.</exception>
    /// <exception cref="DatasetException">Its data cannot be had.</exception>
    public async Task<(RunPlace Run, bool IsNew)> Start(StartRun wish, string? key, string asked, CancellationToken stop)
    {
        if (home.IsSingle)
            throw RequestException.Conflict("these pages show one run; start others from `ganactors serve`");
        await _starting.WaitAsync(stop);
        try
        {
            if (_keys.Recall(key, asked, home.FindRun) is { } before)
                return (before, false);

            var (document, plan) = await Plan(wish, stop);
            var device = DeviceOf(wish.Device);
            var run = Place(wish.Name, document.Recipe.Name);
            string yaml = RecipeWriter.Write(document.Recipe);
            new Ticket(Wanted.Running, yaml, device, null, DateTimeOffset.UtcNow, key, asked).Write(run.Folder);
            _keys.Remember(key, run.Id, asked);
            Follow(new RunCourse(run, RecipeGlance.Of(yaml), Coordinator(run), new RunOrder(run.Run, plan.Document.Recipe, run.Folder, yaml, Device: device)));
            return (run, true);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Has a run rest after the iteration under way, with a checkpoint.</summary>
    /// <exception cref="RequestException">It is not under way here, or keeps no checkpoints.</exception>
    public async Task Pause(RunPlace run, string who)
    {
        var course = UnderWay(run, "pause");
        if (Checkpoints(run) is null)
            throw RequestException.Conflict("the run keeps no checkpoints (checkpoint: none): it could not go on from where it rests; stop it instead");
        Ticket.Want(run.Folder, Wanted.Paused);
        await course.Coordinator.Stop($"paused by {who}");
    }

    /// <summary>Ends a run after the iteration under way.</summary>
    /// <exception cref="RequestException">It is not under way here.</exception>
    public async Task Stop(RunPlace run, string who)
    {
        var course = UnderWay(run, "stop");
        Ticket.Want(run.Folder, Wanted.Nothing);
        if (course.GiveUp())
        {
            await course.Ended;
            await grains!.GetGrain<IDeviceBoardGrain>(0).Return(run.Run);
        }

        await course.Coordinator.Stop($"stopped by {who}");
    }

    /// <summary>Goes on with a run that rests, was stopped or broke off.</summary>
    /// <exception cref="RequestException">It is under way, or has ended as its recipe says.</exception>
    public async Task Resume(RunPlace run, CancellationToken stop)
    {
        var row = Row(run);
        Require(run, row, "resume");
        await _starting.WaitAsync(stop);
        try
        {
            if (Course(run) is not null)
                throw RequestException.Conflict($"the run '{run.Id}' is under way already");
            await Resume(run, Ticket.Read(run.Folder), stop);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Deletes a run, all of its files with it.</summary>
    /// <exception cref="RequestException">It is under way, or a part of a sweep.</exception>
    public void Delete(RunPlace run)
    {
        Require(run, Row(run), "delete");
        if (RunLock.IsHeld(run.Folder))
            throw RequestException.Conflict($"another process has the run '{run.Id}'");
        // First its name, so that nobody finds half of it.
        string away = Path.Combine(home.Own, "deleted", $"{Path.GetFileName(run.Folder)}-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path.GetDirectoryName(away)!);
        Directory.Move(run.Folder, away);
        _shelf.Forget(run);
        Directory.Delete(away, recursive: true);
    }

    /// <summary>Lets go of the runs: those of a cluster go on, those of a silo that ends leave a checkpoint for whoever takes them up again.</summary>
    public async ValueTask DisposeAsync()
    {
        // By the server before it ends, so that nobody follows a silo that goes; and by whoever made it.
        if (_closing.IsCancellationRequested)
            return;
        await _closing.CancelAsync();
        await Task.WhenAll(_courses.Values.Select(course => course.Ended));
        if (isSiloOwn)
            await Task.WhenAll(_courses.Values.Where(course => course.IsOwn && course.Progress is not null).Select(Leave));
        _starting.Dispose();
    }

    private ICoordinatorGrain Coordinator(RunPlace run) =>
        (grains ?? throw RequestException.Conflict("nothing is run here")).GetGrain<ICoordinatorGrain>(run.Run.Value);

    private async Task Leave(RunCourse course)
    {
        try
        {
            await course.Coordinator.Leave();
        }
        catch (Exception fault)
        {
            // It goes on from an older checkpoint then.
            LogNotLeft(logger, fault, course.Place.Id);
        }
    }

    private async Task<(RecipeDocument Document, TrainingPlan Plan)> Plan(StartRun wish, CancellationToken stop)
    {
        var document = new RecipeDesk(catalog, engine).Read(wish.Recipe, wish.Yaml, wish.Set);
        var dataset = wish is { Recipe: RecipeLibrary.QuickStart, Yaml: null } && !(wish.Set ?? []).Any(assignment => assignment.StartsWith("data", StringComparison.Ordinal))
            ? (await catalog.ChooseBestAsync(cancellation: stop)).Dataset
            : await RecipeData.Load(document, catalog, stop: stop);
        if (dataset.Name != document.Recipe.Data.Name)
            document = document.With($"{RecipeData.NameKey}={dataset.Name}");
        RunnableLayers.Require(document, document.Check(dataset.Item, dataset.Classes), engine);
        return (document, TrainingPlan.New(document));
    }

    private RunPlace Place(string? name, string recipe)
    {
        // A name that is its run's id is nothing but a name.
        if (name is not null && (!HomeFolder.IsName(name) || RunFolder.Of(Path.Combine(home.Runs, name), "").Run.Value != name))
            throw RequestException.Field("name", "takes at most 64 lower-case letters, digits and inner hyphens, for example 'ring-7'");
        RunFolder folder;
        try
        {
            folder = RunFolder.Choose(recipe, name is null ? null : Path.Combine(home.Runs, name), home.Path, DateTimeOffset.UtcNow);
        }
        catch (BadInputException)
        {
            throw RequestException.Field("name", $"there is a run '{name}' already; take another name");
        }

        if (home.AllRuns().FirstOrDefault(other => other.Run == folder.Run) is { } taken)
            throw RequestException.Field("name", $"there is a run '{taken.Id}' already; take another name");
        return new RunPlace(Path.GetFileName(folder.Path), folder.Path, folder.Run, null);
    }

    private static DeviceWish DeviceOf(string? word) => word switch
    {
        null or "any" => DeviceWish.Any,
        "cpu" => DeviceWish.Cpu,
        "cuda" => DeviceWish.Cuda,
        _ => throw RequestException.Field("device", $"takes any, cpu or cuda, not '{ForeignText.Short(word, ForeignText.LongestName)}'"),
    };

    private async Task Resume(RunPlace run, Ticket? ticket, CancellationToken stop)
    {
        var device = ticket?.Device ?? DeviceWish.Any;
        RunOrder order;
        if (RunFolder.HoldsRun(run.Folder))
        {
            var stored = await StoredRun.Find(run.Folder, home.Path, stop);
            if (stored.IsComplete)
                throw RequestException.Conflict($"the run '{run.Id}' is complete after {stored.Iterations} iterations");
            var plan = TrainingPlan.Resume(stored, []);
            order = new RunOrder(run.Run, plan.Document.Recipe, run.Folder, RecipeWriter.Write(plan.Asked), plan.Opening, Device: device);
        }
        else
        {
            var recipe = RecipeReader.Read(ticket!.Yaml).Recipe;
            order = new RunOrder(run.Run, recipe, run.Folder, ticket.Yaml, Device: device);
        }

        (ticket is null ? new Ticket(Wanted.Running, order.RecipeYaml, device, null, DateTimeOffset.UtcNow) : ticket with { Wanted = Wanted.Running }).Write(run.Folder);
        Follow(new RunCourse(run, RecipeGlance.Of(order.RecipeYaml), Coordinator(run), order));
    }

    private void Follow(RunCourse course)
    {
        if (!_courses.TryAdd(course.Place.Folder, course))
            return;
        course.Begin(_closing.Token);
        course.Ended.ContinueWith(ended => Ended(course, ended.Result), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Ended(RunCourse course, bool wasStarted)
    {
        if (_closing.IsCancellationRequested)
            return;
        try
        {
            // One that was told to rest is wanted to rest.
            if (course.IsOwn && (!wasStarted || course.Progress is { State: RunState.Completed or RunState.Failed or RunState.Stopped }) && Ticket.Read(course.Place.Folder) is { Wanted: Wanted.Running })
                Ticket.Want(course.Place.Folder, Wanted.Nothing);
            if (!wasStarted)
                LogNotStarted(logger, course.Place.Id, course.Row().Why ?? "");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogNoTicket(logger, fault, course.Place.Id);
        }

        // What could not even be started stays to be seen, until it is resumed or deleted.
        if (wasStarted)
            _courses.TryRemove(course.Place.Folder, out _);
    }

    private RunCourse UnderWay(RunPlace run, string deed)
    {
        Require(run, Row(run), deed);
        return Course(run) ?? throw RequestException.Conflict($"the run '{run.Id}' has just ended");
    }

    private void Require(RunPlace run, RunRow row, string deed)
    {
        if (row is { Here: true, State: "failed" } && deed is "resume" or "delete")
        {
            _courses.TryRemove(run.Folder, out _);
            return;
        }

        if (Actions(run, row).Contains(deed))
            return;
        string state = row.State.Replace('_', ' ');
        throw RequestException.Conflict(
            run.Sweep is not null ? $"'{run.Id}' is a run of the sweep '{run.Sweep}', which alone decides about it"
            : row is { State: "running", Here: false } ? $"the run '{run.Id}' is another process's: only there it can be stopped"
            : deed == "resume" && row.State == "completed" ? $"the run '{run.Id}' is complete"
            : $"the run '{run.Id}' is {state}: it cannot be told to {deed}");
    }

    private static CheckpointSpec? Checkpoints(RunPlace run) => RecipeReader.ReadFile(run[RunFiles.Recipe]).Recipe.Checkpoint;

    // Somebody has its lock. If it is a silo that we reach, its coordinator can be asked.
    private void LookFor(RunPlace run, RunRow row)
    {
        var now = DateTime.UtcNow;
        if (grains is null || _askedFor.TryGetValue(run.Folder, out var last) && now - last < LongEnough)
            return;
        _askedFor[run.Folder] = now;
        _ = Task.Run(() => AdoptIfReached(run, row));
    }

    private async Task AdoptIfReached(RunPlace run, RunRow row)
    {
        try
        {
            if ((await Coordinator(run).Watch(long.MaxValue - 1)).State == RunState.Running)
                Adopt(run, new RecipeGlance(row.Recipe, row.Data, row.TotalIterations));
        }
        catch (Exception fault) when (fault is OrleansException or TimeoutException or ObjectDisposedException)
        {
            // Nobody that we reach.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run} goes on from where it was.")]
    private static partial void LogRevived(ILogger logger, string run);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Run {Run} could not leave a checkpoint at the end.")]
    private static partial void LogNotLeft(ILogger logger, Exception exception, string run);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run} could not be taken up again.")]
    private static partial void LogNotRevived(ILogger logger, Exception exception, string run);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run} could not be started: {Why}")]
    private static partial void LogNotStarted(ILogger logger, string run, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "What is wanted of run {Run} could not be noted.")]
    private static partial void LogNoTicket(ILogger logger, Exception exception, string run);
}
