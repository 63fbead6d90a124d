using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace GanActors.Datasets;

/// <summary>
/// The folder that data sets lie in by name: <c>--data</c>, else the environment variable <see cref="Variable"/>, else the user's cache folder.
/// </summary>
public sealed record DataDirectory
{
    /// <summary>The environment variable that names the data directory: <c>GANACTORS_DATA</c>.</summary>
    public const string Variable = "GANACTORS_DATA";

    private DataDirectory(string path, string origin, string cache)
    {
        Path = path;
        Origin = origin;
        UserCache = cache;
    }

    /// <summary>The full path. It need not exist: a download makes it.</summary>
    public string Path { get; }

    /// <summary>Who chose it: <c>--data</c>, <c>GANACTORS_DATA</c>, or <c>the user's cache folder</c>.</summary>
    public string Origin { get; }

    /// <summary>Where decoded pictures are kept.</summary>
    internal ImmutableArray<string> DecodedFolders => CacheFolders(".decoded");

    /// <summary>Where feature extractors are kept.</summary>
    public ImmutableArray<string> ExtractorFolders => CacheFolders(".extractors");

    private string UserCache { get; }

    /// <summary>Where a data set of this name lies, or would lie.</summary>
    public string FolderOf(string dataset) => System.IO.Path.Combine(Path, dataset);

    /// <summary>The data directory of this process.</summary>
    /// <param name="option">What <c>--data</c> says, or null.</param>
    /// <exception cref="DatasetException">The path is a file, or no path.</exception>
    public static DataDirectory Resolve(string? option = null) =>
        Resolve(option, Environment.GetEnvironmentVariable, CurrentPlatform());

    /// <summary>The data directory in a given environment.</summary>
    /// <param name="option">What <c>--data</c> says, or null.</param>
    /// <param name="variable">Reads an environment variable; null where it is not set.</param>
    /// <param name="platform">Whose custom for cache folders holds.</param>
    /// <exception cref="DatasetException">The path is a file, or no path.</exception>
    public static DataDirectory Resolve(string? option, Func<string, string?> variable, OSPlatform platform)
    {
        ArgumentNullException.ThrowIfNull(variable);
        string cache = System.IO.Path.GetFullPath(System.IO.Path.Combine(CacheFolder(variable, platform), "ganactors"));
        if (!string.IsNullOrWhiteSpace(option))
            return Checked(option, "--data", cache);
        string? named = variable(Variable);
        return string.IsNullOrWhiteSpace(named) ? Checked(cache, "the user's cache folder", cache) : Checked(named, Variable, cache);
    }

    /// <summary>For example <c>/home/ada/.cache/ganactors (the user's cache folder)</c>.</summary>
    public override string ToString() => $"{Path} ({Origin})";

    // Here, or where this cannot be written to, in the user's cache folder.
    private ImmutableArray<string> CacheFolders(string name) =>
        [.. new[] { Path, UserCache }.Distinct(StringComparer.Ordinal).Select(folder => System.IO.Path.Combine(folder, name))];

    // XDG Base Directory Specification: a relative XDG_CACHE_HOME is to be ignored. It is honoured on every platform, for those who set it.
    private static string CacheFolder(Func<string, string?> variable, OSPlatform platform)
    {
        if (variable("XDG_CACHE_HOME") is { } xdg && System.IO.Path.IsPathFullyQualified(xdg))
            return xdg;
        if (platform == OSPlatform.Windows)
            return variable("LOCALAPPDATA") is { Length: > 0 } local ? local : System.IO.Path.GetTempPath();
        if (variable("HOME") is not { Length: > 0 } home)
            return System.IO.Path.GetTempPath();
        return platform == OSPlatform.OSX ? System.IO.Path.Combine(home, "Library", "Caches") : System.IO.Path.Combine(home, ".cache");
    }

    private static DataDirectory Checked(string path, string origin, string cache)
    {
        string full;
        try
        {
            full = System.IO.Path.GetFullPath(path);
        }
        catch (ArgumentException fault)
        {
            throw new DatasetException($"{origin}: '{path}' is no path; name the folder that the data sets lie in.", fault);
        }

        if (File.Exists(full))
            throw new DatasetException($"{origin}: {full} is a file; name the folder that the data sets lie in.");
        return new DataDirectory(full, origin, cache);
    }

    private static OSPlatform CurrentPlatform() =>
        OperatingSystem.IsWindows() ? OSPlatform.Windows : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.Linux;
}
