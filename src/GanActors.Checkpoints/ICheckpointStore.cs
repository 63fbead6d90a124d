using System.Collections.Immutable;

namespace GanActors.Checkpoints;

/// <summary>
/// Where the checkpoints of one run are kept: named parts, each there whole or not at all. Names are relative, with forward slashes, for example
/// <c>00001000-0001/generator.safetensors</c>. Calls for different parts may overlap.
/// </summary>
public interface ICheckpointStore
{
    /// <summary>Where it is, for messages.</summary>
    string Location { get; }

    /// <summary>Where a part is or would be, for messages.</summary>
    /// <exception cref="ArgumentException">The name is none (it leads out of the store, for example).</exception>
    string PlaceOf(string name);

    /// <summary>
    /// Writes a part, in place of one of the same name. When the task is done, the part survives a loss of power; if it fails, what
    /// was there before is still there, and nothing else remains.
    /// </summary>
    /// <param name="name">The part.</param>
    /// <param name="write">Writes its bytes. Called once, on a thread of the pool.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">The name is none.</exception>
    /// <exception cref="CheckpointException">The part cannot be written.</exception>
    Task WriteAsync(string name, Action<Stream> write, CancellationToken cancellation = default);

    /// <summary>Opens a part for reading from its beginning; the stream knows its length.</summary>
    /// <returns>Null if there is no such part.</returns>
    /// <exception cref="ArgumentException">The name is none.</exception>
    /// <exception cref="CheckpointException">The part is there and cannot be read.</exception>
    Task<Stream?> OpenAsync(string name, CancellationToken cancellation = default);

    /// <summary>The parts whose names begin so, in the order of their names.</summary>
    /// <exception cref="CheckpointException">The store cannot be read.</exception>
    Task<ImmutableArray<StoredPart>> ListAsync(string prefix, CancellationToken cancellation = default);

    /// <summary>Deletes a part, if it is there. A process that dies has deleted what it asked for before, and nothing else.</summary>
    /// <exception cref="ArgumentException">The name is none.</exception>
    /// <exception cref="CheckpointException">The part cannot be deleted.</exception>
    Task DeleteAsync(string name, CancellationToken cancellation = default);

    /// <summary>Frees what writers that died have left behind.</summary>
    /// <param name="isAbandoned">Whether nobody can be writing a part of this name, or into the folder of this name.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CheckpointException">Something cannot be freed.</exception>
    Task SweepUnfinishedAsync(Func<string, bool> isAbandoned, CancellationToken cancellation = default);
}

/// <summary>A part that is in a store.</summary>
/// <param name="Name">Its whole name.</param>
/// <param name="Bytes">Its length.</param>
public readonly record struct StoredPart(string Name, long Bytes);
