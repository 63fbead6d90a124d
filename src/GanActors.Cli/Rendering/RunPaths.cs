namespace GanActors.Cli.Rendering;

/// <summary>Paths as a person would type them.</summary>
internal static class RunPaths
{
    /// <summary>Relative to the current directory if it lies under it.</summary>
    public static string Short(string path)
    {
        // Checkpoints may be kept elsewhere.
        if (path.Contains("://", StringComparison.Ordinal))
            return path;
        string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
