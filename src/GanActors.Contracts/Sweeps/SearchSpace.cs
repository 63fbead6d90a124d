using System.Collections.Immutable;
using System.Globalization;

namespace GanActors.Sweeps;

/// <summary>What a sweep varies.</summary>
/// <param name="Parameters">A parameter comes after the one it is conditional on, as in a file: with all that depend on it, before the next.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.space")]
public sealed record SearchSpace(ImmutableArray<Parameter> Parameters)
{
    /// <inheritdoc/>
    public bool Equals(SearchSpace? other) => other is not null && Parameters.SequenceEqual(other.Parameters);

    /// <inheritdoc/>
    public override int GetHashCode() => Parameters.Aggregate(0, HashCode.Combine);
}

/// <summary>A value of the recipe that a sweep varies.</summary>
/// <param name="Key">Its dotted path in the recipe, such as <c>generator.optimizer.lr</c>. Two parameters of different conditions may share it.</param>
/// <param name="Distribution">What it may be.</param>
/// <param name="When">When it is varied at all; null for always.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.parameter")]
public sealed record Parameter(string Key, Distribution Distribution, Condition? When = null);

/// <summary>A parameter is varied only where another has made a certain choice.</summary>
/// <param name="Parameter">Index of the other, of a <see cref="ChoiceDistribution"/>, among the space's parameters.</param>
/// <param name="Choice">Index of the value it has to have.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.condition")]
public sealed record Condition(int Parameter, int Choice);

/// <summary>What a parameter may be, and how likely.</summary>
[GenerateSerializer, Immutable, Alias("gan.sweep.distribution")]
public abstract record Distribution;

/// <summary>Uniform between two bounds.</summary>
/// <param name="Low">Finite.</param>
/// <param name="High">Finite, above <paramref name="Low"/>.</param>
/// <param name="Step">Values are <c>Low + n Step</c>; null for any.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.uniform")]
public sealed record UniformDistribution(double Low, double High, double? Step = null) : Distribution
{
    // Far above the rounding error of the most steps that are allowed, far below a step.
    private const double Slack = 1e-6;

    /// <summary>How many values there are; null without a step.</summary>
    public long? Count => Step is { } step ? (long)Math.Floor(((High - Low) / step) + Slack) + 1 : null;

    /// <summary>One of the values of a distribution with a step, with no more digits than it needs: 0.3, not 0.30000000000000004.</summary>
    /// <param name="index">From 0 to below <see cref="Count"/>.</param>
    public double ValueAt(long index) => Math.Clamp((double)(Exact(Low) + (index * Exact(Step!.Value))), Low, High);

    // In decimals, as they were written: -0.3 and three steps of 0.1 are 0, and not some 1e-17.
    private static decimal Exact(double number) =>
        decimal.Parse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
}

/// <summary>Its logarithm is uniform between those of two bounds.</summary>
/// <param name="Low">Above 0.</param>
/// <param name="High">Finite, above <paramref name="Low"/>.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.log-uniform")]
public sealed record LogUniformDistribution(double Low, double High) : Distribution;

/// <summary>A whole number between two bounds, both included, each equally likely.</summary>
/// <param name="Low">The smallest.</param>
/// <param name="High">The largest, above <paramref name="Low"/>.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.integer")]
public sealed record IntegerDistribution(long Low, long High) : Distribution;

/// <summary>One of several values, each equally likely.</summary>
/// <param name="Values">At least one, each a YAML text of one line, as an override's value has it.</param>
/// <param name="IsOrdered">Whether they were written as a <c>grid</c>, whose values have an order: neighbours are alike.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.choice")]
public sealed record ChoiceDistribution(ImmutableArray<string> Values, bool IsOrdered = false) : Distribution
{
    /// <inheritdoc/>
    public bool Equals(ChoiceDistribution? other) => other is not null && IsOrdered == other.IsOrdered && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(IsOrdered ? 1 : 0, HashCode.Combine);
}
