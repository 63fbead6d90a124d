namespace GanActors.Deploy.Tests;

/// <summary>The files that are tested: those of the repository that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its top folder.</summary>
    public static string Top { get; } = FindTop();

    /// <summary>A path from the top.</summary>
    public static string At(string path) => Path.Combine(Top, path);

    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(At(path));

    /// <summary>Files of a folder, as paths from the top, in order.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.GetFiles(At(folder), pattern).Select(file => Path.GetRelativePath(Top, file)).Order(StringComparer.Ordinal);

    private static string FindTop()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GanActors.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("GanActors.sln is in no folder above the tests");
        return folder;
    }
}
