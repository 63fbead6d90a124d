namespace Orleans.Concurrency;

/// <summary>A value that its sender and its receiver promise not to change.</summary>
[GenerateSerializer, Immutable]
public readonly struct Immutable<T>(T value) : IEquatable<Immutable<T>>
{
    /// <summary>The value.</summary>
    [Id(0)]
#pragma warning disable CA1051 // A field in Orleans, too.
    public readonly T Value = value;
#pragma warning restore CA1051

    /// <inheritdoc/>
    public bool Equals(Immutable<T> other) => EqualityComparer<T>.Default.Equals(Value, other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Immutable<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value is null ? 0 : Value.GetHashCode();

    /// <summary>Equal values.</summary>
    public static bool operator ==(Immutable<T> left, Immutable<T> right) => left.Equals(right);

    /// <summary>Different values.</summary>
    public static bool operator !=(Immutable<T> left, Immutable<T> right) => !left.Equals(right);
}

/// <summary>Wraps values as immutable.</summary>
public static class ImmutableExtensions
{
    /// <summary>Wraps the value.</summary>
    public static Immutable<T> AsImmutable<T>(this T value) => new(value);
}
