namespace GanActors.Telemetry;

/// <summary>Meters cannot be told as was wished; the message says why.</summary>
public sealed class TelemetryException : Exception
{
    /// <summary>For serializers.</summary>
    public TelemetryException()
    {
    }

    /// <summary>What was wrong.</summary>
    public TelemetryException(string message)
        : base(message)
    {
    }

    /// <summary>What was wrong, and what came of it.</summary>
    public TelemetryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
