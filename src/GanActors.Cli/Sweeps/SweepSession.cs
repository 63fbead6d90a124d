using GanActors.Cli.Groups;
using GanActors.Cli.Rendering;
using GanActors.Cli.Telemetry;
using GanActors.Datasets;
using GanActors.Populations;
using GanActors.Server.Runs;
using GanActors.Sweeps;

namespace GanActors.Cli.Sweeps;

/// <summary>One <c>sweep</c>, from the wish to the final leaderboard.</summary>
internal sealed class SweepSession(SweepAsk ask, Surroundings surroundings)
{
    /// <summary>A run has a lane, and a lane a thread: many small runs side by side lose nothing to waiting for each other.</summary>
    private const int LaneThreads = 1;

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (GroupSession.Find(ask, surroundings) is { } group)
            return await new GroupSession(ask, surroundings).RunAsync(group, stop);
        if (ask.Overrides.Count > 0)
            throw new BadInputException("--set changes a value of a group's file; those of a sweep's recipe stand under `set` in the sweep's");
        var (document, folder) = Plan();
        var spec = document.Spec;
        Require(document);
        if (!ask.Resume && File.Exists(Path.Combine(folder.Path, SweepFiles.Journal)))
            throw new BadInputException($"'{RunPaths.Short(folder.Path)}' holds a sweep already; go on with it by --resume, or name another folder with --out");
        var catalog = surroundings.Catalog(ask.Data);
        IDataset dataset;
        using (var progress = new LoadLine(ask.Json ? surroundings.Error : surroundings.Output))
            dataset = await catalog.LoadAsync(document.Recipe.Recipe.Data, progress, stop);
        RunnableLayers.Require(document.Recipe, document.Check(dataset.Item, dataset.Classes), ask.Engine.Kind);

        SweepView view = ask.Json ? new SweepJsonLines(surroundings.Out)
            : surroundings.IsLive ? new LiveLeaderboard(surroundings.Output)
            : new SweepPlainLines(surroundings.Output);
        await using var metrics = await ToldMetrics.Begin(ask.Metrics, ask.Cluster, surroundings.Errors, stop);
        await using var host = await surroundings.HostAsync(ask.Cluster, ask.Engine.Silo(LaneThreads, catalog), stop);
        var grain = host.Sweep(folder.Run.Value);
        var heading = new SweepHeading(folder.Run.Value, spec, folder.Path, $"{dataset.Name}: {dataset.Description}");
        await grain.Start(new SweepOrder(folder.Run.Value, spec, folder.Path, ask.Resume, ask.Parallel));
        view.Begin(heading);
        var last = await view.Follow(heading, Course(grain, stop));
        view.End(heading, last);
        return Code(last, stop);
    }

    // What a scheduler cannot do is found out before anything is loaded.
    private static void Require(SweepDocument document)
    {
        try
        {
            Schedulers.Of(document.Spec);
        }
        catch (ArgumentException fault)
        {
            throw document.Error("scheduler", fault.Message);
        }
    }

    private (SweepDocument Document, RunFolder Folder) Plan()
    {
        if (ask.Resume && ask.Out is null && ResultSource.Sweeps.Places(ask.File, surroundings.CurrentDirectory).FirstOrDefault(HoldsSweep) is { } there)
            return Stored(there);
        var document = SweepLibrary.Shipped.Read(ask.File, surroundings.Recipes);
        string path = Path.GetFullPath(ask.Out ?? Path.Combine("sweeps", document.Spec.Name), surroundings.CurrentDirectory);
        if (!ask.Resume)
            return (document, RunFolder.Of(path, document.Spec.Name));
        if (!HoldsSweep(path))
            throw new BadInputException($"'{RunPaths.Short(path)}' holds no sweep to go on with{ResultSource.Sweeps.Hint(ask.File, SweepFiles.Journal, surroundings.CurrentDirectory)}");
        return Stored(path);
    }

    private (SweepDocument Document, RunFolder Folder) Stored(string path)
    {
        var document = SweepReader.ReadFile(Path.Combine(path, SweepFiles.Sweep), surroundings.Recipes);
        return (document, RunFolder.Of(path, document.Spec.Name));
    }

    private static bool HoldsSweep(string path) => File.Exists(Path.Combine(path, SweepFiles.Journal));

    private IAsyncEnumerable<SweepProgress> Course(ISweepGrain grain, CancellationToken stop) => new Looks(surroundings.Clock).At(
        grain.Watch,
        static progress => progress.State is SweepState.Completed or SweepState.Stopped or SweepState.Failed,
        () => grain.Stop("interrupted by the user"),
        stop);

    private int Code(SweepProgress last, CancellationToken stop)
    {
        if (last.State != SweepState.Failed)
            return last.State == SweepState.Stopped && stop.IsCancellationRequested ? ExitCode.Stopped : ExitCode.Done;
        surroundings.Errors.WriteLine($"ganactors: the sweep broke off: {last.Reason}; go on with it by --resume");
        return ExitCode.Failed;
    }
}
