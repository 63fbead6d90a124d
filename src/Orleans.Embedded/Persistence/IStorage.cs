namespace Orleans.Core;

/// <summary>A grain's state and the record of it in storage.</summary>
public interface IStorage
{
    /// <summary>Which write the state was read from or became; null when there is no record.</summary>
    string? Etag { get; }

    /// <summary>Whether there is a record.</summary>
    bool RecordExists { get; }

    /// <summary>Deletes the record and makes the state a new one.</summary>
    /// <exception cref="Storage.InconsistentStateException">Somebody else wrote in between.</exception>
    Task ClearStateAsync();

    /// <summary>Writes the state.</summary>
    /// <exception cref="Storage.InconsistentStateException">Somebody else wrote in between.</exception>
    Task WriteStateAsync();

    /// <summary>Reads the state again; what was not written is lost.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}

/// <summary>A grain's state of some type.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state. Only the grain's own code, in its own turns, may touch it.</summary>
    TState State { get; set; }
}
