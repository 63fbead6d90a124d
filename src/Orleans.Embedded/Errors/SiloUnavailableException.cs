namespace Orleans.Runtime;

/// <summary>The silo is stopping or has stopped.</summary>
public class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>An error without words.</summary>
    public SiloUnavailableException()
        : base("The silo is unavailable.")
    {
    }

    /// <summary>An error with a message.</summary>
    public SiloUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public SiloUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
