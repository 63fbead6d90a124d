using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>The stored state is not the one that was read: somebody else wrote in between.</summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>An error without words.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>An error with a message.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error with both ETags.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    /// <summary>An error with both ETags and its cause.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>The ETag in storage.</summary>
    public string? StoredEtag { get; }

    /// <summary>The ETag that the writer had.</summary>
    public string? CurrentEtag { get; }

    // Cleared once the activation it came from has been told to end, so that its callers' activations are not.
    internal bool IsSourceActivation { get; set; } = true;

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name}: {Message} Expected Etag={CurrentEtag} Received Etag={StoredEtag} {InnerException}";
}
