namespace GanActors.Checkpoints;

/// <summary>Opens stores by where they are; a service of the silo, for a network writes its parts itself, wherever it runs.</summary>
public interface ICheckpointStores
{
    /// <summary>Opens the store of one run. Nothing is made or read yet.</summary>
    /// <param name="location">A folder's full path.</param>
    /// <exception cref="CheckpointException">No store of this silo can be there.</exception>
    ICheckpointStore Open(string location);
}
