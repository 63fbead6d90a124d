using System.Collections.Immutable;
using GanActors.Recipes;
using GanActors.Recipes.Yaml;

namespace GanActors.Sweeps;

/// <summary>A folder of sweeps, each known by its file's name without <c>.yaml</c>.</summary>
public sealed class SweepLibrary
{
    private readonly NamedFiles _files;

    /// <summary>The sweeps in a folder. It need not exist; then there are none.</summary>
    public SweepLibrary(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _files = new NamedFiles(folder, "sweep");
    }

    /// <summary>The sweeps that ship with the program: <c>sweeps</c> among its recipes.</summary>
    public static SweepLibrary Shipped { get; } = new(Path.Combine(RecipeLibrary.Shipped.Folder, "sweeps"));

    /// <summary>Where they lie.</summary>
    public string Folder => _files.Folder;

    /// <summary>The names of all sweeps, in alphabetical order.</summary>
    public ImmutableArray<string> Names => _files.Names;

    /// <summary>The file of a sweep.</summary>
    /// <param name="nameOrPath">A sweep's name, or the path of a file, told apart as those of recipes are.</param>
    /// <exception cref="RecipeException">There is no sweep of that name; the message says which one is near.</exception>
    public string Find(string nameOrPath) => _files.Find(nameOrPath);

    /// <summary>Finds and reads a sweep.</summary>
    /// <param name="nameOrPath">See <see cref="Find"/>.</param>
    /// <param name="recipes">Where a recipe is that the sweep names; null for those that ship.</param>
    /// <exception cref="RecipeException">There is no such sweep, or it cannot be used.</exception>
    public SweepDocument Read(string nameOrPath, RecipeLibrary? recipes = null) => SweepReader.ReadFile(Find(nameOrPath), recipes);
}
