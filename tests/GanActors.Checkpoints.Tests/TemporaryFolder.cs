namespace GanActors.Checkpoints.Tests;

/// <summary>A folder that goes with its test, and an archive in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Archive = new CheckpointArchive(new DirectoryCheckpointStore(this["checkpoints"]));

    public string Path { get; } = Directory.CreateTempSubdirectory("ganactors-checkpoints-").FullName;

    public CheckpointArchive Archive { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Every file, by its path below the folder.</summary>
    public string[] Files() =>
        [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(Path, file)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
