using GanActors.Datasets;
using GanActors.Recipes;

namespace GanActors.Server.Runs;

/// <summary>Loads the data that a recipe names, and says what is wrong with them in the recipe's terms.</summary>
internal static class RecipeData
{
    /// <summary>The key of a data set's name.</summary>
    public const string NameKey = "data.name";

    /// <summary>The key of a folder of pictures.</summary>
    public const string FolderKey = "data.folder";

    /// <summary>Loads them.</summary>
    /// <param name="document">The recipe.</param>
    /// <param name="catalog">The data sets at hand.</param>
    /// <param name="progress">Hears of downloads and of decoding.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="RecipeException">The recipe names no data set that there is, or wants of it what it cannot be.</exception>
    /// <exception cref="BadInputException">The data are not at hand, but others of the same shape are; the message names them.</exception>
    /// <exception cref="DatasetException">The data cannot be had, or are damaged.</exception>
    public static async Task<IDataset> Load(RecipeDocument document, DatasetCatalog catalog, IProgress<LoadProgress>? progress = null, CancellationToken stop = default)
    {
        var wanted = document.Recipe.Data;
        var entry = wanted.Folder is null ? Entry(document, catalog) : null;
        try
        {
            var dataset = await catalog.LoadAsync(wanted, progress, stop);
            return wanted.Flip && !dataset.Item.IsImage
                ? throw document.Error("data.flip", $"only pictures can be flipped, and an item of {dataset.Name} is {dataset.Item}; write false")
                : dataset;
        }
        catch (DatasetException fault) when (fault.File is null && entry is not null && Substitute(entry, catalog) is { } other)
        {
            throw new BadInputException($"{fault.Message}; or train on what is at hand with --set {NameKey}={other}");
        }
    }

    /// <summary>The data set that a recipe names.</summary>
    /// <exception cref="RecipeException">There is none of that name, or it needs a size.</exception>
    public static DatasetEntry Entry(RecipeDocument document, DatasetCatalog catalog)
    {
        var wanted = document.Recipe.Data;
        if (catalog.EntryOf(wanted.Name) is not { } entry)
        {
            string[] names = [.. catalog.Entries.Select(each => each.Name)];
            throw new RecipeException(document.PositionOf(NameKey), NameKey, $"there is no data set '{wanted.Name}'{NearestName.Hint(wanted.Name, names, "there are")}") { Known = [.. names] };
        }

        return entry.Item is null && wanted.Images is null
            ? throw document.Error("data.size", $"the pictures of {wanted.Name} differ in size; write what they are brought to, for example size: [64, 64]")
            : entry;
    }

    /// <summary>A data set at hand with items of the same shape as those of one that is not.</summary>
    private static string? Substitute(DatasetEntry wanted, DatasetCatalog catalog) => catalog.Find(wanted.Name).Availability != DatasetAvailability.Missing ? null
        : catalog.Entries
            .Where(entry => entry != wanted && entry.Item is { } item && item == wanted.Item)
            .FirstOrDefault(entry => catalog.Find(entry.Name).Availability is DatasetAvailability.Installed or DatasetAvailability.BuiltIn)?.Name;
}
