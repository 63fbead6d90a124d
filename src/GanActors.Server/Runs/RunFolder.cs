using System.Globalization;
using System.Text;
using GanActors.Duel;
using GanActors.Runs;

namespace GanActors.Server.Runs;

/// <summary>A run's id and where its results go.</summary>
/// <param name="Run">From the recipe's name and the time, or from the name of the folder that was asked for.</param>
/// <param name="Path">Full path.</param>
internal sealed record RunFolder(RunId Run, string Path)
{
    private const int LongestId = 64;
    private static readonly string[] Traces = [RunFiles.Metrics, RunFiles.Summary, RunFiles.Recipe];

    /// <summary>Whether a folder holds a run to go on with.</summary>
    public static bool HoldsRun(string path) => File.Exists(System.IO.Path.Combine(path, RunFiles.Recipe));

    /// <summary>The run in a folder.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="recipe">The recipe's name, for an id where the folder's name makes none.</param>
    public static RunFolder Of(string path, string recipe)
    {
        string id = Id(System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path)));
        return new RunFolder(new RunId(id.Length > 0 ? id : Id(Shortened(recipe, LongestId))), path);
    }

    /// <summary>Decides both and checks that no other run's results would be written over.</summary>
    /// <param name="recipe">The recipe's name.</param>
    /// <param name="chosen">The folder the user named, if any.</param>
    /// <param name="currentDirectory">Where <c>runs/</c> goes otherwise.</param>
    /// <param name="now">Part of the id.</param>
    /// <exception cref="BadInputException">The folder holds a run, or is a file.</exception>
    public static RunFolder Choose(string recipe, string? chosen, string currentDirectory, DateTimeOffset now)
    {
        string stamp = now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        if (chosen is null)
        {
            string runs = System.IO.Path.Combine(currentDirectory, "runs");
            string name = Id($"{Shortened(recipe, LongestId - stamp.Length - 4)}-{stamp}");
            var folder = new RunFolder(new RunId(name), System.IO.Path.Combine(runs, name));
            // Two runs that start within one second are two runs.
            for (int i = 2; Directory.Exists(folder.Path); i++)
                folder = new RunFolder(new RunId($"{name}-{i}"), System.IO.Path.Combine(runs, $"{name}-{i}"));
            return folder;
        }

        if (string.IsNullOrWhiteSpace(chosen))
            throw new BadInputException("--out: takes the folder for the run's results, not an empty name");
        string path = System.IO.Path.GetFullPath(chosen, currentDirectory);
        if (File.Exists(path))
            throw new BadInputException($"--out: '{chosen}' is a file; name a folder");
        foreach (string trace in Traces)
        {
            if (File.Exists(System.IO.Path.Combine(path, trace)))
                throw new BadInputException($"--out: '{chosen}' already holds a run ({trace}); name another folder, or remove this one");
        }

        string id = Id(System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path)));
        return new RunFolder(new RunId(id.Length > 0 ? id : Id($"{Shortened(recipe, LongestId - stamp.Length - 1)}-{stamp}")), path);
    }

    private static string Shortened(string name, int length) => name.Length <= length ? name : name[..length];

    /// <summary>Whatever the name, lower-case letters, digits and single inner hyphens of it.</summary>
    private static string Id(string name)
    {
        var id = new StringBuilder();
        foreach (char c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
                id.Append(c);
            else if (id.Length > 0 && id[^1] != '-')
                id.Append('-');
        }

        return Shortened(id.ToString(), LongestId).TrimEnd('-');
    }
}
