namespace GanActors.Devices;

/// <summary>No lane is free for a run. The message says what it waits for; asking again keeps its place in the queue.</summary>
[GenerateSerializer, Alias("gan.no-device")]
public sealed class NoDeviceException : Exception
{
    /// <summary>For serializers.</summary>
    public NoDeviceException()
    {
    }

    /// <summary>What is waited for.</summary>
    public NoDeviceException(string message)
        : base(message)
    {
    }

    /// <summary>What is waited for, and why.</summary>
    public NoDeviceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
