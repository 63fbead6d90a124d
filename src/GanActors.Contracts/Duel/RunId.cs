using System.Text.RegularExpressions;

namespace GanActors.Duel;

/// <summary>The name of a run, and the key of its three grains: lower-case letters, digits and hyphens, at most 64.</summary>
[GenerateSerializer, Immutable, Alias("gan.run-id")]
public readonly partial record struct RunId
{
    /// <summary>A run of this name.</summary>
    /// <exception cref="ArgumentException">The name has other characters, or is empty or too long.</exception>
    public RunId(string value)
    {
        if (!Allowed().IsMatch(value))
            throw new ArgumentException($"A run id is 1 to 64 lower-case letters, digits and inner hyphens, not '{value}'.", nameof(value));
        Value = value;
    }

    /// <summary>The name.</summary>
    [Id(0)]
    public string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")]
    private static partial Regex Allowed();
}
