namespace GanActors.Checkpoints;

/// <summary>Opens stores by where they are; a service of the silo, for a network writes its parts itself, wherever it runs.</summary>
public interface ICheckpointStores
{
    /// <summary>Opens the store of one run. None of its parts is made or read yet.</summary>
    /// <param name="location">
    /// The full path of the folder where a run's checkpoints are, or would be if they were not kept elsewhere; or <see cref="ICheckpointStore.Location"/> of a
    /// store that was opened before, perhaps by another silo.
    /// </param>
    /// <exception cref="CheckpointException">No store of this silo can be there.</exception>
    ICheckpointStore Open(string location);
}
