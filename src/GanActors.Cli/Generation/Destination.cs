using GanActors.Server.Runs;
namespace GanActors.Cli.Generation;

/// <summary>Where a result goes.</summary>
internal static class Destination
{
    /// <summary>The full path of a file to write, checked as far as it can be before there is anything to write.</summary>
    /// <param name="chosen">What --out says.</param>
    /// <param name="currentDirectory">What it is relative to.</param>
    /// <param name="extensions">How its name may end.</param>
    /// <exception cref="BadInputException">It cannot be written so.</exception>
    public static string File(string chosen, string currentDirectory, params ReadOnlySpan<string> extensions)
    {
        if (string.IsNullOrWhiteSpace(chosen))
            throw new BadInputException("--out: takes a file, not an empty name");
        string path = Path.GetFullPath(chosen, currentDirectory);
        if (Directory.Exists(path))
            throw new BadInputException($"--out: '{chosen}' is a folder; name a file in it");
        if (!extensions.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new BadInputException($"--out: takes a file that ends in {string.Join(" or ", extensions.ToArray())} here, not '{chosen}'");
        return path;
    }

    /// <summary>The full path of a folder that is not there yet, or empty.</summary>
    /// <exception cref="BadInputException">It is a file, or holds something.</exception>
    public static string NewFolder(string option, string chosen, string currentDirectory)
    {
        if (string.IsNullOrWhiteSpace(chosen))
            throw new BadInputException($"{option}: takes a folder, not an empty name");
        string path = Path.GetFullPath(chosen, currentDirectory);
        if (System.IO.File.Exists(path))
            throw new BadInputException($"{option}: '{chosen}' is a file; name a folder");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new BadInputException($"{option}: '{chosen}' is not empty; name another folder, or remove what is in it");
        return path;
    }
}
