namespace GanActors.Server.Engines;

/// <summary>An engine or a device was asked for that this build or this machine does not have.</summary>
public sealed class EngineException : Exception
{
    /// <summary>A refusal without words.</summary>
    public EngineException()
    {
    }

    /// <summary>A refusal.</summary>
    /// <param name="message">What is missing, and what to do.</param>
    public EngineException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with its cause.</summary>
    public EngineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
