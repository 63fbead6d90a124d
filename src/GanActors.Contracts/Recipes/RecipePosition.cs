using System.Globalization;

namespace GanActors.Recipes;

/// <summary>Where a value of a recipe was written: in a file, or in a <c>--set</c> override.</summary>
/// <param name="File">The file as the caller named it; null if the recipe was given as text.</param>
/// <param name="Line">From 1; 0 if no line is meant.</param>
/// <param name="Column">From 1; 0 if no column is meant.</param>
/// <param name="Override">The override's text (<c>data.name=mnist</c>) if the value comes from one; null otherwise.</param>
public readonly record struct RecipePosition(string? File, int Line, int Column, string? Override = null)
{
    /// <summary>For example <c>recipes/ring.yaml:12:5</c> or <c>--set run.seed=7</c>; empty if nothing is known.</summary>
    public override string ToString()
    {
        if (Override is not null)
            return $"--set {Override}";
        if (Line == 0)
            return File ?? string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{File ?? "recipe"}:{Line}:{Column}");
    }
}
