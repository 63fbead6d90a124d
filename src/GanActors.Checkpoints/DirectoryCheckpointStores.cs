namespace GanActors.Checkpoints;

/// <summary>Stores in folders that every silo of the run sees under the same path.</summary>
public sealed class DirectoryCheckpointStores : ICheckpointStores
{
    /// <inheritdoc/>
    public ICheckpointStore Open(string location)
    {
        ArgumentException.ThrowIfNullOrEmpty(location);
        return Path.IsPathFullyQualified(location)
            ? new DirectoryCheckpointStore(location)
            : throw new CheckpointException(location, "checkpoints are kept in a folder, named by its full path");
    }
}
