using GanActors.Cells;
using GanActors.Cli.Rendering;
using GanActors.Cli.Sweeps;
using GanActors.Cli.Telemetry;
using GanActors.Datasets;
using GanActors.Runs;
using GanActors.Server.Runs;
using GanActors.Sweeps;

namespace GanActors.Cli.Groups;

/// <summary>One <c>sweep</c> of a file that describes a group: a grid of cells, or one generator against many discriminators.</summary>
internal sealed class GroupSession(SweepAsk ask, Surroundings surroundings)
{
    private const int LaneThreads = 1;
    private const string Group = "group.yaml";

    /// <summary>The file that is meant, if it describes a group; null if it does not.</summary>
    public static string? Find(SweepAsk ask, Surroundings surroundings)
    {
        if (ask.Resume && ask.Out is null && ResultSource.Sweeps.Places(ask.File, surroundings.CurrentDirectory).FirstOrDefault(HoldsGroup) is { } there)
            return Path.Combine(there, Group);
        string file = SweepLibrary.Shipped.Find(ask.File);
        return File.Exists(file) && CellsReader.IsGroup(File.ReadAllText(file)) ? file : null;
    }

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(string file, CancellationToken stop)
    {
        var (document, folder) = Plan(file);
        var catalog = surroundings.Catalog(ask.Data);
        IDataset dataset;
        using (var progress = new LoadLine(ask.Json ? surroundings.Error : surroundings.Output))
            dataset = await catalog.LoadAsync(document.Recipe.Recipe.Data, progress, stop);
        RunnableLayers.Require(document.Recipe, document.Check(dataset.Item, dataset.Count), ask.Engine.Kind);

        await using var metrics = await ToldMetrics.Begin(ask.Metrics, ask.Cluster, surroundings.Errors, stop);
        await using var host = await surroundings.HostAsync(ask.Cluster, ask.Engine.Silo(LaneThreads, catalog), stop);
        var grain = host.Cells(folder.Run);
        var started = await grain.Start(new CellsOrder(folder.Run, document.Spec, folder.Path, ask.Resume ? RunOpening.Resume : RunOpening.New));
        GroupView view = ask.Json ? new GroupJsonLines(surroundings.Out)
            : surroundings.IsLive ? new LiveGroup(surroundings.Output)
            : new GroupPlainLines(surroundings.Output);
        view.Begin(document.Spec, folder, started);
        CellsProgress? last = null;
        await view.Show(Course());
        view.End(folder, last!);
        if (last!.State == RunState.Failed)
        {
            surroundings.Errors.WriteLine($"ganactors: the group failed after {Figures.Count(last.Epoch)} epochs: {last.Failure}");
            return ExitCode.Failed;
        }

        return last.State == RunState.Stopped && stop.IsCancellationRequested ? ExitCode.Stopped : ExitCode.Done;

        async IAsyncEnumerable<CellsProgress> Course()
        {
            await foreach (var progress in LooksAt(grain, stop))
            {
                last = progress;
                yield return progress;
            }
        }
    }

    private static bool HoldsGroup(string path) => File.Exists(Path.Combine(path, Group));

    private (CellsDocument Document, RunFolder Folder) Plan(string file)
    {
        var document = Read(file);
        string name = document.Spec.Basics.Name;
        bool isStored = Path.GetFileName(file) == Group && ask.Resume && ask.Out is null;
        string path = isStored ? Path.GetDirectoryName(file)! : Path.GetFullPath(ask.Out ?? Path.Combine("sweeps", name), surroundings.CurrentDirectory);
        if (HoldsGroup(path) != ask.Resume)
        {
            throw new BadInputException(ask.Resume
                ? $"'{RunPaths.Short(path)}' holds no group to go on with"
                : $"'{RunPaths.Short(path)}' holds a group already; go on with it by --resume, or name another folder with --out");
        }

        if (ask.Resume && ask.Overrides.Count > 0)
            throw new BadInputException("--set: a group that is resumed goes on as it was begun");
        return (ask.Resume ? Read(Path.Combine(path, Group)) : document, RunFolder.Of(path, name));
    }

    private CellsDocument Read(string file) => CellsReader.Read(File.ReadAllText(file), file, surroundings.Recipes, ask.Overrides);

    private IAsyncEnumerable<CellsProgress> LooksAt(ICellsGrain grain, CancellationToken stop)
    {
        long seen = 0;
        return new Looks(surroundings.Clock).At(
            Look,
            static progress => progress.State is RunState.Completed or RunState.Stopped or RunState.Failed,
            () => grain.Stop("interrupted by the user"),
            stop);

        async Task<CellsProgress> Look()
        {
            var progress = await grain.Watch(seen);
            if (!progress.Events.IsEmpty)
                seen = progress.Events[^1].Number;
            return progress;
        }
    }
}
