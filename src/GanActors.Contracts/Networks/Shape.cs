using System.Collections.Immutable;
using System.Globalization;

namespace GanActors.Networks;

/// <summary>The dimensions of one item of a batch, outermost first: <c>[100]</c>, or <c>[channels, height, width]</c>.</summary>
[GenerateSerializer, Immutable, Alias("gan.shape")]
public readonly struct Shape : IEquatable<Shape>
{
    [Id(0)]
    private readonly ImmutableArray<int> _dimensions;

    /// <summary>A shape of the given dimensions.</summary>
    /// <exception cref="ArgumentException">There is no dimension, one is less than 1, or there are more than 2^31 - 1 elements.</exception>
    public Shape(params ReadOnlySpan<int> dimensions)
    {
        if (dimensions.IsEmpty)
            throw new ArgumentException("A shape has at least one dimension.", nameof(dimensions));
        long size = 1;
        foreach (int dimension in dimensions)
        {
            if (dimension < 1)
                throw new ArgumentException($"A shape's dimensions are at least 1, not {dimension}.", nameof(dimensions));
            size *= dimension;
            if (size > int.MaxValue)
                throw new ArgumentException($"A shape holds at most {int.MaxValue} elements.", nameof(dimensions));
        }

        _dimensions = [.. dimensions];
    }

    /// <summary>The dimensions, outermost first.</summary>
    public ImmutableArray<int> Dimensions => _dimensions.IsDefault ? [] : _dimensions;

    /// <summary>How many dimensions there are.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>How many elements one item has.</summary>
    public int Size
    {
        get
        {
            int size = 1;
            foreach (int dimension in Dimensions)
                size *= dimension;
            return size;
        }
    }

    /// <summary>The dimension at <paramref name="axis"/>, outermost first.</summary>
    public int this[int axis] => Dimensions[axis];

    /// <summary>Whether the item is an image, <c>[channels, height, width]</c>.</summary>
    public bool IsImage => Rank == 3;

    /// <inheritdoc/>
    public bool Equals(Shape other) => Dimensions.AsSpan().SequenceEqual(other.Dimensions.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int dimension in Dimensions)
            hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <summary>Whether two shapes have equal dimensions.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>For example <c>[1, 28, 28]</c>.</summary>
    public override string ToString() =>
        $"[{string.Join(", ", Dimensions.Select(dimension => dimension.ToString(CultureInfo.InvariantCulture)))}]";
}
