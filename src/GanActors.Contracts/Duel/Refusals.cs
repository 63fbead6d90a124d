namespace GanActors.Duel;

/// <summary>A command that a network does not carry out, because carrying it out would break the duel's rules.</summary>
[GenerateSerializer, Alias("gan.turn-refused")]
public class TurnRefusedException : Exception
{
    /// <summary>For serializers.</summary>
    public TurnRefusedException()
    {
    }

    /// <summary>A refusal with its reason.</summary>
    public TurnRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with its reason and cause.</summary>
    public TurnRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The turn is older than one the network has answered, or belongs to another incarnation or run.</summary>
[GenerateSerializer, Alias("gan.stale-turn")]
public sealed class StaleTurnException : TurnRefusedException
{
    /// <summary>For serializers.</summary>
    public StaleTurnException()
    {
    }

    /// <summary>A refusal with its reason.</summary>
    public StaleTurnException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with its reason and cause.</summary>
    public StaleTurnException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The network is frozen in this turn's phase, and the command would move its weights.</summary>
[GenerateSerializer, Alias("gan.frozen-network")]
public sealed class FrozenNetworkException : TurnRefusedException
{
    /// <summary>For serializers.</summary>
    public FrozenNetworkException()
    {
    }

    /// <summary>A refusal with its reason.</summary>
    public FrozenNetworkException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with its reason and cause.</summary>
    public FrozenNetworkException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A step would have put NaN or infinity into a network; it was not taken. The message says where it arose.</summary>
[GenerateSerializer, Alias("gan.diverged")]
public sealed class DivergedException : Exception
{
    /// <summary>For serializers.</summary>
    public DivergedException()
    {
    }

    /// <summary>A step not taken, and why.</summary>
    public DivergedException(string message)
        : base(message)
    {
    }

    /// <summary>A step not taken, why, and what the engine said.</summary>
    public DivergedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The network is not set up: its activation is new, or the run was released. A new incarnation sets it up again.</summary>
[GenerateSerializer, Alias("gan.network-not-ready")]
public sealed class NetworkNotReadyException : TurnRefusedException
{
    /// <summary>For serializers.</summary>
    public NetworkNotReadyException()
    {
    }

    /// <summary>A refusal with its reason.</summary>
    public NetworkNotReadyException(string message)
        : base(message)
    {
    }

    /// <summary>A refusal with its reason and cause.</summary>
    public NetworkNotReadyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
