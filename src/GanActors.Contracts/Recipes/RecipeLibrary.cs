using System.Collections.Immutable;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>A folder of recipes, each known by its file's name without <c>.yaml</c>.</summary>
public sealed class RecipeLibrary
{
    private const string Extension = ".yaml";

    /// <summary>The recipes in a folder. It need not exist; then there are none.</summary>
    public RecipeLibrary(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Folder = folder;
    }

    /// <summary>The recipes that ship with the program: <c>recipes</c> beside it.</summary>
    public static RecipeLibrary Shipped { get; } = new(Path.Combine(AppContext.BaseDirectory, "recipes"));

    /// <summary>Where they lie.</summary>
    public string Folder { get; }

    /// <summary>The names of all recipes, in alphabetical order.</summary>
    public ImmutableArray<string> Names =>
    [
        .. (Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*" + Extension) : [])
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(YamlValues.IsName)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The file of a recipe.</summary>
    /// <param name="nameOrPath">A recipe's name, or the path of a file: whatever holds a directory separator or ends in <c>.yaml</c> or
    /// <c>.yml</c>.</param>
    /// <exception cref="RecipeException">There is no recipe of that name; the message says which one is near.</exception>
    public string Find(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        if (IsPath(nameOrPath))
            return nameOrPath;
        var names = Names;
        if (names.Contains(nameOrPath, StringComparer.Ordinal))
            return Path.Combine(Folder, nameOrPath + Extension);
        string hint = names.IsEmpty ? $"; there are none in {Folder}" : NearestName.Hint(nameOrPath, names, "there are");
        if (File.Exists(nameOrPath))
            hint += $"; for the file, write .{Path.DirectorySeparatorChar}{nameOrPath}";
        throw new RecipeException(default, null, $"no recipe is named {YamlScalar.Quoted(nameOrPath)}{hint}");
    }

    /// <summary>Finds and reads a recipe.</summary>
    /// <param name="nameOrPath">See <see cref="Find"/>.</param>
    /// <param name="overrides">See <see cref="RecipeReader.Read"/>.</param>
    /// <exception cref="RecipeException">There is no such recipe, or it cannot be used.</exception>
    public RecipeDocument Read(string nameOrPath, IEnumerable<string>? overrides = null) => RecipeReader.ReadFile(Find(nameOrPath), overrides);

    private static bool IsPath(string nameOrPath) =>
        nameOrPath.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || nameOrPath.Contains(Path.AltDirectorySeparatorChar, StringComparison.Ordinal)
        || nameOrPath.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
        || nameOrPath.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
}
