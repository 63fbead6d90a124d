using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A grain names a storage that the silo does not have.</summary>
public sealed class BadProviderConfigException : OrleansException
{
    /// <summary>An error without words.</summary>
    public BadProviderConfigException()
    {
    }

    /// <summary>An error with a message.</summary>
    public BadProviderConfigException(string msg)
        : base(msg)
    {
    }

    /// <summary>An error with its cause.</summary>
    public BadProviderConfigException(string msg, Exception exc)
        : base(msg, exc)
    {
    }
}
