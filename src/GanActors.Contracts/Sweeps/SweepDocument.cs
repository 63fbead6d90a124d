using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Recipes.Yaml;

namespace GanActors.Sweeps;

/// <summary>A sweep and where each of its parts was written. Immutable.</summary>
public sealed class SweepDocument
{
    private readonly YamlNode _root;
    private readonly SpaceProbes _probes;

    internal SweepDocument(SweepSpec spec, RecipeDocument recipe, string? file, YamlNode root, SpaceProbes probes)
    {
        Spec = spec;
        Recipe = recipe;
        File = file;
        _root = root;
        _probes = probes;
    }

    /// <summary>The sweep.</summary>
    public SweepSpec Spec { get; }

    /// <summary>The recipe that is varied, and where its values were written.</summary>
    public RecipeDocument Recipe { get; }

    /// <summary>The file it comes from; null if it was given as text.</summary>
    public string? File { get; }

    /// <summary>An error of a value that only others can judge.</summary>
    /// <param name="key">The value's dotted path, such as <c>objective.extractor</c>.</param>
    /// <param name="problem">What is wrong and what would be right.</param>
    public RecipeException Error(string key, string problem) =>
        new(YamlPath.Nearest(_root, YamlPath.Parse(key) is { } path ? path.AsSpan() : []).Position, key, problem);

    /// <summary>
    /// Infers and checks the shapes of the recipe's networks, and with every choice and both ends of every range, and whether such items have the objective's
    /// figure.
    /// </summary>
    /// <param name="item">Shape of the data's items.</param>
    /// <param name="classes">How many classes the data have; 0 for none.</param>
    /// <returns>The plans of the recipe itself.</returns>
    /// <exception cref="RecipeException">Something does not fit; it points at the objective, at the parameter, or at the recipe's layer.</exception>
    public RecipePlans Check(Shape item, int classes = 0)
    {
        if (ObjectiveSection.WhyNot(Spec.Objective.Metric, Recipe.Recipe, item) is { } reason)
            throw Error("objective.metric", reason);
        var plans = Recipe.Check(item, classes);
        _probes.Try(document => document.Check(item, classes));
        return plans;
    }
}
