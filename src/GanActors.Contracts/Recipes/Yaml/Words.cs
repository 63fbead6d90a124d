using System.Collections.Immutable;

namespace GanActors.Recipes.Yaml;

/// <summary>The words a recipe uses for the values of an enumeration, both ways.</summary>
internal sealed class Words<T>(params ReadOnlySpan<(T Value, string Word)> words)
    where T : struct, Enum
{
    private readonly ImmutableArray<(T Value, string Word)> _words = [.. words];

    public IReadOnlyCollection<string> All => [.. _words.Select(pair => pair.Word)];

    public string Of(T value)
    {
        foreach (var (candidate, word) in _words)
        {
            if (EqualityComparer<T>.Default.Equals(candidate, value))
                return word;
        }

        throw new ArgumentOutOfRangeException(nameof(value), value, $"No word for this {typeof(T).Name}.");
    }

    public T? Value(string word)
    {
        foreach (var (value, candidate) in _words)
        {
            if (candidate == word)
                return value;
        }

        return null;
    }
}
