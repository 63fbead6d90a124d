using GanActors.Recipes;

namespace GanActors.Cli.Training;

/// <summary>Finds the run that is meant.</summary>
internal static class RunSource
{
    private const string Runs = "runs";

    /// <summary>The full path of a run's folder.</summary>
    /// <param name="source">A folder, or the name of a run under <c>runs/</c>.</param>
    /// <param name="trace">The file or folder that tells a run: one without it is not suggested.</param>
    /// <param name="currentDirectory">Where <c>runs/</c> is.</param>
    /// <exception cref="BadInputException">There is none.</exception>
    public static string Find(string source, string trace, string currentDirectory)
    {
        if (string.IsNullOrWhiteSpace(source))
            throw new BadInputException("RUN takes a run's folder, or its name under runs/, not an empty name");
        foreach (string path in Places(source, currentDirectory))
        {
            if (Directory.Exists(path))
                return path;
            if (File.Exists(path))
                throw new BadInputException($"'{source}' is a file; name a run's folder");
        }

        throw new BadInputException($"there is no run '{source}'{Hint(source, trace, currentDirectory)}");
    }

    /// <summary>The paths that a run's name may mean, in the order they are looked at.</summary>
    public static IEnumerable<string> Places(string source, string currentDirectory) =>
        [Path.GetFullPath(source, currentDirectory), Path.GetFullPath(source, Path.Combine(currentDirectory, Runs))];

    /// <summary>The end of a message that there is no such run: which may have been meant.</summary>
    public static string Hint(string source, string trace, string currentDirectory)
    {
        string runs = Path.Combine(currentDirectory, Runs);
        string[] known = Directory.Exists(runs)
            ?
            [
                .. Directory.EnumerateDirectories(runs)
                    .Where(run => Path.Exists(Path.Combine(run, trace)))
                    .Select(run => Path.GetFileName(run)!)
                    .Order(StringComparer.Ordinal),
            ]
            : [];
        return NearestName.Of(source, known) is { } nearest ? $"; did you mean '{nearest}'?"
            : known.Length > 0 ? $"; the last one here is '{known.MaxBy(run => File.GetLastWriteTimeUtc(Path.Combine(runs, run, trace)))}'"
            : "; train one with `ganactors train`";
    }
}
