namespace GanActors.Checkpoints;

/// <summary>A run's folder belongs to another process for as long as that lives; one line that says to which.</summary>
public sealed class RunLockedException : Exception
{
    /// <summary>An error of a folder.</summary>
    /// <param name="folder">The run's folder as the caller named it.</param>
    /// <param name="owner">Who has it; null if that cannot be read.</param>
    /// <param name="cause">What led to it, if anything.</param>
    public RunLockedException(string folder, RunOwner? owner, Exception? cause = null)
        : base($"{folder}: the run belongs to {(object?)owner ?? "another process"}; wait until it ends, or stop it", cause)
    {
        Folder = folder;
        Owner = owner;
    }

    /// <summary>The run's folder.</summary>
    public string Folder { get; }

    /// <summary>Who has it; null if that cannot be read.</summary>
    public RunOwner? Owner { get; }
}
