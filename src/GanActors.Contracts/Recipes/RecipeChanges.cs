using System.Collections.Immutable;
using System.Globalization;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>How two recipes of one run differ, and which differences a run that is under way can take.</summary>
public static class RecipeChanges
{
    /// <summary>What may change between two stretches of a run: its length, what it shows and keeps, and its learning rates.</summary>
    private static readonly string[] Free =
    [
        "description", "run.iterations", "run.epochs", "stop", "samples.every", "metrics", "checkpoint", "on_divergence", "evaluate", "alarms",
        "generator.optimizer.lr", "generator.optimizer.schedule", "discriminator.optimizer.lr", "discriminator.optimizer.schedule",
    ];

    /// <summary>Every value that differs, in the order of the recipe.</summary>
    public static ImmutableArray<RecipeChange> Between(Recipe before, Recipe after)
    {
        var (was, becomes) = (Values(before), Values(after));
        var changes = ImmutableArray.CreateBuilder<RecipeChange>();
        foreach (string key in was.Keys.Concat(becomes.Keys.Where(key => !was.ContainsKey(key))))
        {
            string? old = was.GetValueOrDefault(key), now = becomes.GetValueOrDefault(key);
            if (old != now)
                changes.Add(new RecipeChange(key, old, now, IsFree(key)));
        }

        return changes.ToImmutable();
    }

    /// <summary>Whether a run that is under way can take a change of a value.</summary>
    /// <param name="key">The value's dotted path.</param>
    public static bool IsFree(string key) => Free.Any(free => key == free || key.StartsWith(free + ".", StringComparison.Ordinal));

    private static OrderedDictionary<string, string> Values(Recipe recipe)
    {
        var values = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        Add(YamlTree.Parse(RecipeWriter.Write(recipe), static (line, column) => new RecipePosition(null, line, column))!, string.Empty);
        return values;

        void Add(YamlNode node, string path)
        {
            switch (node)
            {
                case YamlMap map:
                    foreach (var entry in map.Entries)
                        Add(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}");
                    break;
                case YamlList list:
                    for (int i = 0; i < list.Items.Length; i++)
                        Add(list.Items[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"));
                    break;
                case YamlScalar scalar:
                    values.Add(path, scalar.Text);
                    break;
            }
        }
    }
}

/// <summary>A value in which two recipes differ.</summary>
/// <param name="Key">Its dotted path.</param>
/// <param name="Before">What it was; null if there was none.</param>
/// <param name="After">What it becomes; null if there is none.</param>
/// <param name="IsFree">Whether a run that is under way can take the change.</param>
public sealed record RecipeChange(string Key, string? Before, string? After, bool IsFree)
{
    /// <summary>For example <c>run.iterations: 300 becomes 500</c>.</summary>
    public override string ToString() => $"{Key}: {Before ?? "nothing"} becomes {After ?? "nothing"}";
}
