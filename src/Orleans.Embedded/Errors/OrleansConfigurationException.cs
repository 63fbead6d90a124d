namespace Orleans.Runtime;

/// <summary>The silo is not configured for what was asked of it.</summary>
public sealed class OrleansConfigurationException : Exception
{
    /// <summary>An error with a message.</summary>
    public OrleansConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public OrleansConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
