using GanActors.Cli.Rendering;
using GanActors.Cli.Sweeps;
using GanActors.Cli.Telemetry;
using GanActors.Datasets;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Cli.Training;

/// <summary>One <c>train</c>, from the wish to the final report.</summary>
internal sealed class TrainingSession(TrainingWish wish, Surroundings surroundings)
{
    private const string QuickStart = "quickstart";
    private const string DataKey = "data.name";
    private const string FolderKey = "data.folder";

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
            plan = TrainingPlan.New(Read([.. wish.Overrides, $"{DataKey}={dataset.Name}"]));
        var (document, recipe) = (plan.Document, plan.Document.Recipe);
        var plans = document.Check(dataset.Item, dataset.Classes);
        RunnableLayers.Require(document, plans, wish.Engine.Kind);
        var folder = plan.Folder ?? RunFolder.Choose(recipe.Name, wish.Out, surroundings.CurrentDirectory, surroundings.Clock.GetUtcNow());

        await using var metrics = await ToldMetrics.Begin(wish.Metrics, wish.Cluster, surroundings.Errors, stop);
        await using var host = await surroundings.HostAsync(wish.Cluster, wish.Engine.Silo(wish.Threads, catalog, wish.Device), stop);
        if (host.Note is { } note)
            view.Note(note);
        var coordinator = host.Coordinator(folder.Run);
        var order = new RunOrder(
            folder.Run, recipe, folder.Path, RecipeWriter.Write(plan.Asked), plan.Opening, [.. plan.Changes.Select(change => change.ToString())], Device: wish.Device);
        var started = await coordinator.StartWhenPossible(order, why => view.Note($"waiting: {why}"), clock: surroundings.Clock, stop: stop);
        var heading = new RunHeading(order, started, $"{dataset.Name}: {dataset.Description}", plans);
        view.Begin(heading);
        var last = await view.Follow(heading, new RunWatch(coordinator, order, surroundings.Clock).Course(stop));
        view.End(heading, last, Leavings.In(folder.Path, view.Outcome.LastSheet));
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
            : TrainingPlan.Resume(stored, Read(wish is { Recipe: null, FromBest: null } ? [.. wish.Overrides, $"{DataKey}={stored.Asked.Data.Name}"] : wish.Overrides));
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
        : surroundings.Recipes.Read(wish.Recipe ?? QuickStart, overrides);

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

        var wanted = document.Recipe.Data;
        var entry = wanted.Folder is null ? Checked(document, catalog) : null;
        try
        {
            var dataset = await catalog.LoadAsync(wanted, progress, stop);
            if (wanted.Flip && !dataset.Item.IsImage)
                throw document.Error("data.flip", $"only pictures can be flipped, and an item of {dataset.Name} is {dataset.Item}; write false");
            // After a semicolon it says what is missing: training images, pictures that could not be read.
            if (dataset.Description.Contains(';', StringComparison.Ordinal))
                view.Note($"{dataset.Name}: {dataset.Description}");
            return dataset;
        }
        catch (DatasetException fault) when (fault.File is null && entry is not null && Substitute(entry, catalog) is { } other)
        {
            throw new BadInputException($"{fault.Message}; or train on what is at hand with --set {DataKey}={other}");
        }
    }

    /// <summary>The data set that a recipe names.</summary>
    private static DatasetEntry Checked(RecipeDocument document, DatasetCatalog catalog)
    {
        var wanted = document.Recipe.Data;
        if (catalog.EntryOf(wanted.Name) is not { } entry)
        {
            string hint = NearestName.Hint(wanted.Name, [.. catalog.Entries.Select(each => each.Name)], "there are");
            throw document.Error(DataKey, $"there is no data set '{wanted.Name}'{hint}");
        }

        return entry.Item is null && wanted.Images is null
            ? throw document.Error(
                "data.size", $"the pictures of {wanted.Name} differ in size; write what they are brought to, for example size: [64, 64]")
            : entry;
    }

    private static bool NamesData(string assignment) => assignment.Split('=')[0].Trim() is DataKey or FolderKey or "data";

    /// <summary>A data set at hand with items of the same shape as those of one that is not.</summary>
    private static string? Substitute(DatasetEntry wanted, DatasetCatalog catalog) => catalog.Find(wanted.Name).Availability != DatasetAvailability.Missing ? null
        : catalog.Entries
            .Where(entry => entry != wanted && entry.Item is { } item && item == wanted.Item)
            .FirstOrDefault(entry => catalog.Find(entry.Name).Availability is DatasetAvailability.Installed or DatasetAvailability.BuiltIn)?.Name;

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
