namespace Orleans.Runtime;

/// <summary>Tells one activation of a grain from the next.</summary>
[Immutable]
public readonly struct ActivationId : IEquatable<ActivationId>
{
    private readonly Guid _key;

    /// <summary>Wraps a key.</summary>
    public ActivationId(Guid key) => _key = key;

    /// <summary>Whether it names nothing.</summary>
    public bool IsDefault => _key == Guid.Empty;

    /// <summary>A fresh id.</summary>
    public static ActivationId NewId() => new(Guid.NewGuid());

    /// <inheritdoc/>
    public bool Equals(ActivationId other) => _key == other._key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ActivationId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _key.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"@{_key:N}";

    /// <summary>Same activation.</summary>
    public static bool operator ==(ActivationId left, ActivationId right) => left.Equals(right);

    /// <summary>Different activations.</summary>
    public static bool operator !=(ActivationId left, ActivationId right) => !left.Equals(right);
}
