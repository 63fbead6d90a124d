namespace GanActors.Cli.Rendering;

/// <summary>What a run left in its folder.</summary>
/// <param name="Folder">Full path.</param>
/// <param name="LastSheet">The newest sample sheet.</param>
/// <param name="Files">The other files, in the order worth looking at.</param>
internal sealed record Leavings(string Folder, string? LastSheet, IReadOnlyList<string> Files)
{
    /// <summary>Looks through a run folder.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="lastSheet">As the run told.</param>
    public static Leavings In(string folder, string? lastSheet)
    {
        if (!Directory.Exists(folder))
            return new Leavings(folder, lastSheet, []);
        string[] files =
        [
            .. Directory.EnumerateFiles(folder)
                .Where(file => file != lastSheet && !Path.GetFileName(file).StartsWith('.'))
                .OrderBy(file => Path.GetExtension(file) switch { ".png" or ".apng" => 0, ".csv" => 1, ".json" => 2, _ => 3 })
                .ThenBy(file => file, StringComparer.Ordinal),
        ];
        return new Leavings(folder, lastSheet, files);
    }
}
