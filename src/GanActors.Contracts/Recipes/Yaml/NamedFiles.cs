using System.Collections.Immutable;

namespace GanActors.Recipes.Yaml;

/// <summary>A folder of YAML files of one sort, each known by its name without <c>.yaml</c>. It need not exist; then there are none.</summary>
/// <param name="folder">Where they lie.</param>
/// <param name="sort">What one of them is: <c>recipe</c>.</param>
internal sealed class NamedFiles(string folder, string sort)
{
    private const string Extension = ".yaml";

    public string Folder { get; } = folder;

    /// <summary>The names of all, in alphabetical order.</summary>
    public ImmutableArray<string> Names =>
    [
        .. (Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*" + Extension) : [])
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(YamlValues.IsName)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The file of a name; of a path, the path.</summary>
    /// <exception cref="RecipeException">There is none of that name; the message says which one is near.</exception>
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
        throw new RecipeException(default, null, $"no {sort} is named {YamlScalar.Quoted(nameOrPath)}{hint}");
    }

    /// <summary>Whether a text is a path: it holds a directory separator, or ends in <c>.yaml</c> or <c>.yml</c>.</summary>
    public static bool IsPath(string nameOrPath) =>
        nameOrPath.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || nameOrPath.Contains(Path.AltDirectorySeparatorChar, StringComparison.Ordinal)
        || nameOrPath.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)
        || nameOrPath.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
}
