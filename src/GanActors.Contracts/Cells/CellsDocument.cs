using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Recipes.Yaml;

namespace GanActors.Cells;

/// <summary>The file of a group and where each of its values was written. Immutable.</summary>
public sealed class CellsDocument
{
    private readonly YamlNode _root;

    internal CellsDocument(GroupSpec spec, RecipeDocument recipe, YamlNode root)
    {
        Spec = spec;
        Recipe = recipe;
        _root = root;
    }

    /// <summary>The group: <see cref="CellsSpec"/> or <see cref="MdGanSpec"/>.</summary>
    public GroupSpec Spec { get; }

    /// <summary>Its recipe.</summary>
    public RecipeDocument Recipe { get; }

    /// <summary>An error of a value that only others can judge.</summary>
    /// <param name="key">The value's dotted path.</param>
    /// <param name="problem">What is wrong and what would be right.</param>
    public RecipeException Error(string key, string problem)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(YamlPath.Nearest(_root, YamlPath.Parse(key) is { } path ? path.AsSpan() : []).Position, key, problem);
    }

    /// <summary>Checks what depends on the data: shapes, and that every member has a batch of its own data.</summary>
    /// <param name="item">Shape of the data's items.</param>
    /// <param name="count">How many items the data have.</param>
    /// <exception cref="RecipeException">Something does not fit; it points at the value.</exception>
    public RecipePlans Check(Shape item, int count)
    {
        var plans = Recipe.Check(item);
        int batch = Spec.Basics.Recipe.Batch;
        if (Spec is CellsSpec { DataShare: < 1f } cells && (int)(cells.DataShare * (double)count) < batch)
            throw Error("data_share", FormattableString.Invariant($"{cells.DataShare} of {count} items do not fill one batch of {batch}; write at least {(float)batch / count}"));
        if (Spec is CellsSpec { Mixture: not null } && !item.IsImage)
            throw Error("mixture", "mixtures are measured by features of images, and these data are none; write none");
        if (Spec is MdGanSpec shards && count / shards.Discriminators < batch)
            throw Error("discriminators", FormattableString.Invariant($"{count} items in {shards.Discriminators} parts do not fill one batch of {batch} each; write at most {count / batch}"));
        return plans;
    }
}
