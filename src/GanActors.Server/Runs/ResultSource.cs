using GanActors.Recipes;

namespace GanActors.Server.Runs;

/// <summary>Finds the run, or the sweep, that is meant.</summary>
/// <param name="noun">What it finds.</param>
/// <param name="root">The folder that they go to by default.</param>
/// <param name="advice">How to get one.</param>
internal sealed class ResultSource(string noun, string root, string advice)
{
    /// <summary>Finds runs.</summary>
    public static ResultSource Runs { get; } = new("run", "runs", "train one with `ganactors train`");

    /// <summary>Finds sweeps.</summary>
    public static ResultSource Sweeps { get; } = new("sweep", "sweeps", "start one with `ganactors sweep`");

    /// <summary>The full path of a run's folder.</summary>
    /// <param name="source">A folder, or the name of one under <c>runs/</c>.</param>
    /// <param name="trace">The file or folder that tells one: one without it is not suggested.</param>
    /// <param name="currentDirectory">Where <c>runs/</c> is.</param>
    /// <exception cref="BadInputException">There is none.</exception>
    public string Find(string source, string trace, string currentDirectory)
    {
        if (string.IsNullOrWhiteSpace(source))
            throw new BadInputException($"{noun.ToUpperInvariant()} takes a {noun}'s folder, or its name under {root}/, not an empty name");
        foreach (string path in Places(source, currentDirectory))
        {
            if (Directory.Exists(path))
                return path;
            if (File.Exists(path))
                throw new BadInputException($"'{source}' is a file; name a {noun}'s folder");
        }

        throw new BadInputException($"there is no {noun} '{source}'{Hint(source, trace, currentDirectory)}");
    }

    /// <summary>The paths that a run's name may mean, in the order they are looked at.</summary>
    public IEnumerable<string> Places(string source, string currentDirectory) =>
        [Path.GetFullPath(source, currentDirectory), Path.GetFullPath(source, Path.Combine(currentDirectory, root))];

    /// <summary>The end of a message that there is no such run: which may have been meant.</summary>
    public string Hint(string source, string trace, string currentDirectory)
    {
        string runs = Path.Combine(currentDirectory, root);
        string[] known = Known(trace, currentDirectory);
        return NearestName.Of(source, known) is { } nearest ? $"; did you mean '{nearest}'?"
            : known.Length > 0 ? $"; the last one here is '{known.MaxBy(run => File.GetLastWriteTimeUtc(Path.Combine(runs, run, trace)))}'"
            : $"; {advice}";
    }

    /// <summary>The names of all that are there, in alphabetical order.</summary>
    public string[] Known(string trace, string currentDirectory)
    {
        string folder = Path.Combine(currentDirectory, root);
        return Directory.Exists(folder)
            ?
            [
                .. Directory.EnumerateDirectories(folder)
                    .Where(each => Path.Exists(Path.Combine(each, trace)))
                    .Select(each => Path.GetFileName(each)!)
                    .Order(StringComparer.Ordinal),
            ]
            : [];
    }
}
