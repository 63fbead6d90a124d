namespace GanActors.Server.Clusters;

/// <summary>A cluster cannot be reached, joined or set up as it was asked; the message says why and what would be right.</summary>
public sealed class ClusterException : Exception
{
    /// <summary>A fault with its reason.</summary>
    public ClusterException(string message)
        : base(message)
    {
    }

    /// <summary>A fault with its reason and its cause.</summary>
    public ClusterException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
