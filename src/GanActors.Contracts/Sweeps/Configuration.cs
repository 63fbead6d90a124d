using System.Collections.Immutable;

namespace GanActors.Sweeps;

/// <summary>A point of a search space: the values of the parameters that are varied there, in the order of the space. Equal if the values are.</summary>
/// <param name="Settings">One for each parameter whose condition is met.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.configuration")]
public sealed record Configuration(ImmutableArray<Setting> Settings)
{
    /// <inheritdoc/>
    public bool Equals(Configuration? other) => other is not null && Settings.SequenceEqual(other.Settings);

    /// <inheritdoc/>
    public override int GetHashCode() => Settings.Aggregate(0, HashCode.Combine);

    /// <summary>For example <c>generator.optimizer.lr=0.0002, schedule.discriminator=2</c>.</summary>
    public override string ToString() => string.Join(", ", Settings);
}

/// <summary>The value of one parameter.</summary>
/// <param name="Parameter">Index among the space's parameters.</param>
/// <param name="Key">The parameter's key.</param>
/// <param name="Value">YAML of one line, as an override has it: of a number, the shortest text that reads back to the same bits.</param>
[GenerateSerializer, Immutable, Alias("gan.sweep.setting")]
public sealed record Setting(int Parameter, string Key, string Value)
{
    /// <summary>As an override: <c>key=value</c>.</summary>
    public override string ToString() => $"{Key}={Value}";
}
