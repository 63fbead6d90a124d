using System.Collections.Immutable;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>A folder of recipes, each known by its file's name without <c>.yaml</c>.</summary>
public sealed class RecipeLibrary
{
    /// <summary>The recipe that a newcomer trains: on the best digits at hand, unless it is told which.</summary>
    public const string QuickStart = "quickstart";

    private readonly NamedFiles _files;

    /// <summary>The recipes in a folder. It need not exist; then there are none.</summary>
    public RecipeLibrary(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _files = new NamedFiles(folder, "recipe");
    }

    /// <summary>The recipes that ship with the program: <c>recipes</c> beside it.</summary>
    public static RecipeLibrary Shipped { get; } = new(Path.Combine(AppContext.BaseDirectory, "recipes"));

    /// <summary>Where they lie.</summary>
    public string Folder => _files.Folder;

    /// <summary>The names of all recipes, in alphabetical order.</summary>
    public ImmutableArray<string> Names => _files.Names;

    /// <summary>The file of a recipe.</summary>
    /// <param name="nameOrPath">A recipe's name, or the path of a file: whatever holds a directory separator or ends in <c>.yaml</c> or
    /// <c>.yml</c>.</param>
    /// <exception cref="RecipeException">There is no recipe of that name; the message says which one is near.</exception>
    public string Find(string nameOrPath) => _files.Find(nameOrPath);

    /// <summary>Finds and reads a recipe.</summary>
    /// <param name="nameOrPath">See <see cref="Find"/>.</param>
    /// <param name="overrides">See <see cref="RecipeReader.Read"/>.</param>
    /// <exception cref="RecipeException">There is no such recipe, or it cannot be used.</exception>
    public RecipeDocument Read(string nameOrPath, IEnumerable<string>? overrides = null) => RecipeReader.ReadFile(Find(nameOrPath), overrides);
}
