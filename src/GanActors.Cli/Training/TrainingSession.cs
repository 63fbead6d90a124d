using GanActors.Cli.Rendering;
using GanActors.Cli.Serving;
using GanActors.Cli.Sweeps;
using GanActors.Cli.Telemetry;
using GanActors.Datasets;
using GanActors.Recipes;
using GanActors.Runs;
using GanActors.Server.Runs;

namespace GanActors.Cli.Training;

/// <summary>One <c>train</c>, from the wish to the final report.</summary>
internal sealed class TrainingSession(TrainingWish wish, Surroundings surroundings)
{

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (wish is { Cluster: not null, Threads: not null })
            throw new BadInputException("--threads is for a silo of one's own; those of a cluster have theirs (`ganactors serve --threads`)");
        var view = View();
        var catalog = surroundings.Catalog(wish.Data);

        // A fault in the recipe is told before anything is downloaded.
        var plan = await Plan(stop);
        if (plan is null)
            return ExitCode.Done;
        var dataset = await LoadAsync(plan, catalog, view, stop);
        if (dataset.Name != plan.Document.Recipe.Data.Name)
            plan = TrainingPlan.New(Read([.. wish.Overrides, $"{RecipeData.NameKey}={dataset.Name}"]));
        var (document, recipe) = (plan.Document, plan.Document.Recipe);
        var plans = document.Check(dataset.Item, dataset.Classes);
        RunnableLayers.Require(document, plans, wish.Engine.Kind);
        var folder = plan.Folder ?? RunFolder.Choose(recipe.Name, wish.Out, surroundings.CurrentDirectory, surroundings.Clock.GetUtcNow());

        if (wish is { Pages: true, Cluster: not null })
            throw new BadInputException("--ui is for training in this process; of a cluster, `ganactors serve --cluster ADDRESS --urls URL` has the pages");
        await using var metrics = await ToldMetrics.Begin(wish.Metrics, wish.Cluster, surroundings.Errors, stop);
        await using var host = await surroundings.HostAsync(wish.Cluster, wish.Engine.Silo(wish.Threads, catalog, wish.Device), stop);
        if (host.Note is { } note)
            view.Note(note);
        var coordinator = host.Coordinator(folder.Run);
        var order = new RunOrder(
            folder.Run, recipe, folder.Path, RecipeWriter.Write(plan.Asked), plan.Opening, [.. plan.Changes.Select(change => change.ToString())], Device: wish.Device);
        var started = await coordinator.StartWhenPossible(order, why => view.Note($"waiting: {why}"), clock: surroundings.Clock, stop: stop);
        var heading = new RunHeading(order, started, $"{dataset.Name}: {dataset.Description}", plans);
        await using var pages = wish.Pages ? await RunPages.Open(folder, heading, catalog, wish.Engine.Kind, host.Grains!, stop) : null;
        if (pages is not null)
            view.Note($"pages of this run are at {pages.Address}");
        view.Begin(heading);
        var last = await view.Follow(heading, new RunWatch(coordinator, order, surroundings.Clock).Course(stop));
        view.End(heading, last, Leavings.In(folder.Path, view.Outcome.LastSheet));
        // Whoever looks on at a terminal may want to go on looking.
        if (pages is not null && surroundings.IsLive && !stop.IsCancellationRequested)
        {
            view.Note("the pages stay until Ctrl-C");
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Code(last, stop);
    }

    /// <summary>What to run; null if there is nothing to do.</summary>
    private async Task<TrainingPlan?> Plan(CancellationToken stop)
    {
        if (wish.Resume == ResumeWish.Never)
            return TrainingPlan.New(Read(wish.Overrides));
        if (wish.Resume == ResumeWish.IfThereIsOne && !RunFolder.HoldsRun(Path.GetFullPath(wish.Out!, surroundings.CurrentDirectory)))
            return TrainingPlan.New(Read(wish.Overrides));

        var stored = await StoredRun.Find(wish.Out!, surroundings.CurrentDirectory, stop);
        var plan = wish.Resume == ResumeWish.Always ? TrainingPlan.Resume(stored, wish.Overrides)
            : TrainingPlan.Resume(stored, Read(wish is { Recipe: null, FromBest: null } ? [.. wish.Overrides, $"{RecipeData.NameKey}={stored.Asked.Data.Name}"] : wish.Overrides));
        if (!stored.IsComplete || plan.Changes.Any(change => change.Key.StartsWith("run.", StringComparison.Ordinal) || change.Key.StartsWith("stop", StringComparison.Ordinal)))
            return plan;
        surroundings.Errors.WriteLine(
            $"{RunPaths.Short(stored.Folder.Path)} is complete after {Figures.Count(stored.Iterations)} iterations; to go on, give --iterations or --epochs");
        return null;
    }

    private RunView View() =>
        wish.Json ? new JsonLines(surroundings.Out, surroundings.Errors)
        : surroundings.IsLive ? new LiveTable(surroundings.Output)
        : new PlainLines(surroundings.Output);

    private RecipeDocument Read(IReadOnlyList<string> overrides) => wish.FromBest is { } sweep
        ? StoredSweep.Find(sweep, surroundings.CurrentDirectory).BestRecipe(surroundings.Recipes, overrides)
        : surroundings.Recipes.Read(wish.Recipe ?? RecipeLibrary.QuickStart, overrides);

    private async Task<IDataset> LoadAsync(TrainingPlan plan, DatasetCatalog catalog, RunView view, CancellationToken stop)
    {
        var document = plan.Document;
        using var progress = new LoadLine(wish.Json ? surroundings.Error : surroundings.Output);
        if (plan.Opening == RunOpening.New && wish is { Recipe: null, FromBest: null } && !wish.Overrides.Any(NamesData))
        {
            var choice = await catalog.ChooseBestAsync(progress, stop);
            view.Note($"quick start on {choice.Dataset.Name}, the best data at hand:");
            foreach (string reason in choice.Reasons)
                view.Note($"  {reason}");
            return choice.Dataset;
        }

        var dataset = await RecipeData.Load(document, catalog, progress, stop);
        // After a semicolon it says what is missing: training images, pictures that could not be read.
        if (dataset.Description.Contains(';', StringComparison.Ordinal))
            view.Note($"{dataset.Name}: {dataset.Description}");
        return dataset;
    }

    private static bool NamesData(string assignment) => assignment.Split('=')[0].Trim() is RecipeData.NameKey or RecipeData.FolderKey or "data";

    private int Code(RunProgress last, CancellationToken stop)
    {
        switch (last.State)
        {
            case RunState.Completed:
                return ExitCode.Done;
            case RunState.Stopped:
                return stop.IsCancellationRequested ? ExitCode.Stopped : ExitCode.Done;
            default:
                surroundings.Errors.WriteLine($"ganactors: the run failed after {Figures.Count(last.Iterations)} iterations: {last.Failure}");
                return ExitCode.Failed;
        }
    }
}
