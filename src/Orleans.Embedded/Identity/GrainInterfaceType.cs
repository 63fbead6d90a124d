namespace Orleans.Runtime;

/// <summary>The name of a grain interface: its alias, or its full type name.</summary>
[Immutable]
public readonly struct GrainInterfaceType : IEquatable<GrainInterfaceType>
{
    private readonly IdSpan _value;

    /// <summary>Wraps an identity.</summary>
    public GrainInterfaceType(IdSpan value) => _value = value;

    /// <summary>A grain interface from text.</summary>
    public GrainInterfaceType(string value) => _value = IdSpan.Create(value);

    /// <summary>The identity.</summary>
    public IdSpan Value => _value;

    /// <summary>Whether it names nothing.</summary>
    public bool IsDefault => _value.IsDefault;

    /// <summary>A grain interface from text.</summary>
    public static GrainInterfaceType Create(string value) => new(value);

    /// <inheritdoc/>
    public bool Equals(GrainInterfaceType other) => _value.Equals(other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainInterfaceType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => _value.ToString();

    /// <summary>Same name.</summary>
    public static bool operator ==(GrainInterfaceType left, GrainInterfaceType right) => left.Equals(right);

    /// <summary>Different names.</summary>
    public static bool operator !=(GrainInterfaceType left, GrainInterfaceType right) => !left.Equals(right);
}
