using GanActors.Cli.Rendering;
using GanActors.Datasets;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Cli.Training;

/// <summary>One <c>train</c>, from the wish to the final report.</summary>
internal sealed class TrainingSession(TrainingWish wish, Surroundings surroundings)
{
    private const string QuickStart = "quickstart";
    private const string DataKey = "data.name";

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var view = View();
        var catalog = surroundings.Catalog(wish.Data);

        // A fault in the recipe is told before anything is downloaded.
        var document = Read(wish.Overrides);
        var dataset = await LoadAsync(document.Recipe, catalog, view, stop);
        if (dataset.Name != document.Recipe.Data.Name)
            document = Read([.. wish.Overrides, new(DataKey, dataset.Name)]);
        var recipe = document.Recipe;
        document.Check(dataset.Item);
        var (generator, discriminator) = (recipe.PlanGenerator(dataset.Item), recipe.PlanDiscriminator(dataset.Item));
        var folder = RunFolder.Choose(recipe.Name, wish.Out, surroundings.CurrentDirectory, surroundings.Clock.GetUtcNow());

        await using var host = await surroundings.StartHost(catalog, wish.Threads, stop);
        var coordinator = host.Coordinator(folder.Run);
        var order = new RunOrder(folder.Run, recipe, folder.Path, document.Yaml);
        var started = await coordinator.Start(order);
        var heading = new RunHeading(order, started, $"{dataset.Name}: {dataset.Description}", generator, discriminator);
        view.Begin(heading);
        var last = await view.Follow(heading, new RunWatch(coordinator, surroundings.Clock).Course(stop));
        view.End(heading, last, Leavings.In(folder.Path, view.LastSheet));
        return Code(last, stop);
    }

    private RunView View() =>
        wish.Json ? new JsonLines(surroundings.Out, surroundings.Errors)
        : surroundings.IsLive ? new LiveTable(surroundings.Output)
        : new PlainLines(surroundings.Output);

    private RecipeDocument Read(IReadOnlyList<KeyValuePair<string, string>> overrides) =>
        RecipeLibrary.Read(wish.Recipe ?? QuickStart, overrides);

    private async Task<IDataset> LoadAsync(Recipe recipe, DatasetCatalog catalog, RunView view, CancellationToken stop)
    {
        using var download = new DownloadLine(wish.Json ? surroundings.Error : surroundings.Output);
        if (wish.Recipe is null && wish.Overrides.All(each => each.Key != DataKey))
        {
            var choice = await catalog.ChooseBestAsync(download, stop);
            view.Note($"quick start on {choice.Dataset.Name}, the best data at hand:");
            foreach (string reason in choice.Reasons)
                view.Note($"  {reason}");
            return choice.Dataset;
        }

        try
        {
            var dataset = await catalog.LoadAsync(recipe.Data.Name, recipe.Data.Limit, download, stop);
            if (catalog.Find(dataset.Name).Availability == DatasetAvailability.TestOnly)
                view.Note($"{dataset.Name}: {dataset.Description}");
            return dataset;
        }
        catch (DatasetException fault) when (fault.File is null && Substitute(recipe, catalog) is { } other)
        {
            throw new BadInputException($"{fault.Message}; or train on what is at hand with --set {DataKey}={other}");
        }
    }

    /// <summary>A data set at hand whose items have the shape of one that is not, if the recipe's is a known one.</summary>
    private static string? Substitute(Recipe recipe, DatasetCatalog catalog)
    {
        var wanted = catalog.Entries.FirstOrDefault(entry => entry.Name == recipe.Data.Name);
        return wanted is null ? null : catalog.Entries
            .Where(entry => entry != wanted && entry.Item == wanted.Item)
            .FirstOrDefault(entry => catalog.Find(entry.Name).Availability is DatasetAvailability.Installed or DatasetAvailability.BuiltIn)?.Name;
    }

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
