namespace GanActors.Datasets;

/// <summary>Finds a source's files on this machine.</summary>
internal static class IdxFolders
{
    /// <summary>The path of a published file in a folder, under any of the names it goes by.</summary>
    public static string? Find(string folder, IdxPublication file)
    {
        // Some copies spell train-images.idx3-ubyte, with a dot.
        string dotted = file.Stem.Replace("-idx", ".idx", StringComparison.Ordinal);
        foreach (string name in (ReadOnlySpan<string>)[file.Stem + ".gz", file.Stem, dotted + ".gz", dotted])
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    /// <summary>Images and labels of a part, from the first folder that has both.</summary>
    public static IdxPair? Find(IEnumerable<string> folders, IdxPart part) => folders
        .Select(folder => Find(folder, part.Images) is { } images && Find(folder, part.Labels) is { } labels ? new IdxPair(images, labels) : null)
        .FirstOrDefault(pair => pair is not null);
}
