using GanActors.Duel;

namespace GanActors.Devices;

/// <summary>
/// A grain was asked to live where it does not: on another silo, or on a lane that is full. It makes room for an activation in the right place; asking again finds it.
/// </summary>
[GenerateSerializer, Alias("gan.misplaced")]
public sealed class MisplacedException : TurnRefusedException
{
    /// <summary>For serializers.</summary>
    public MisplacedException()
    {
    }

    /// <summary>A refusal with its reason.</summary>
    public MisplacedException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with its reason and cause.</summary>
    public MisplacedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
