using System.Collections.Immutable;

namespace GanActors.Recipes;

/// <summary>
/// A recipe that cannot be used, and why: one line that says where, which key, what is wrong and what would be right.
/// </summary>
public sealed class RecipeException : Exception
{
    /// <summary>An error at a place of a recipe.</summary>
    /// <param name="position">Where it was written.</param>
    /// <param name="key">The dotted path of the key at fault, for example <c>generator.layers[2].dense</c>; null if no key is.</param>
    /// <param name="problem">What is wrong and what would be right.</param>
    /// <param name="cause">What led to it, if anything.</param>
    public RecipeException(RecipePosition position, string? key, string problem, Exception? cause = null)
        : base(OneLine(position, key, problem), cause)
    {
        Position = position;
        Key = key;
        Problem = problem;
    }

    /// <summary>Where it was written.</summary>
    public RecipePosition Position { get; }

    /// <summary>The file; null if the recipe was given as text or the value by an override.</summary>
    public string? File => Position.File;

    /// <summary>The line, from 1; 0 if no line is meant.</summary>
    public int Line => Position.Line;

    /// <summary>The column, from 1; 0 if no column is meant.</summary>
    public int Column => Position.Column;

    /// <summary>The override at fault, as <c>key=value</c>; null if none is.</summary>
    public string? Override => Position.Override;

    /// <summary>The dotted path of the key at fault; null if no key is.</summary>
    public string? Key { get; }

    /// <summary>What is wrong and what would be right, without place and key.</summary>
    public string Problem { get; }

    /// <summary>What could stand in the place of an unknown word; empty if no word is at fault.</summary>
    public ImmutableArray<string> Known { get; init; } = [];

    /// <summary>The message, one line: <c>recipes/x.yaml:12:5: generator.layers[1].leaky_relu: ...</c>.</summary>
    public override string ToString() => Message;

    private static string OneLine(RecipePosition position, string? key, string problem) =>
        ForeignText.Plain(string.Join(": ", new[] { position.ToString(), key, problem }.Where(part => !string.IsNullOrEmpty(part))));
}
