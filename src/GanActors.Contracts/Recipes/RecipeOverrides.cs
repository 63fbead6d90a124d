using System.Globalization;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>
/// Puts <c>key=value</c> overrides into a recipe's tree before it is read, so that an override is checked like any other value and an error
/// in it names it. The value is YAML. The last override of a key wins.
/// </summary>
internal static class RecipeOverrides
{
    /// <summary>The tree with one more override.</summary>
    /// <param name="root">The recipe.</param>
    /// <param name="assignment">For example <c>generator.optimizer.betas=[0.5, 0.999]</c>.</param>
    /// <exception cref="RecipeException">It is no assignment, its value is not YAML, or its path leads nowhere.</exception>
    public static YamlNode Apply(YamlNode root, string assignment)
    {
        var position = new RecipePosition(null, 0, 0, assignment.Length <= 200 ? assignment : assignment[..200] + "...");
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            throw new RecipeException(position, null, "expected key=value, such as generator.optimizer.lr=0.0002");
        string key = assignment[..equals].Trim();
        if (YamlPath.Parse(key) is not { } path)
            throw new RecipeException(position, null, "expected a dotted key before the '=', such as data.name or generator.layers[1].leaky_relu");
        var value = YamlTree.Parse(assignment[(equals + 1)..], (_, _) => position) ?? new YamlScalar(position, string.Empty, plain: true);
        var edit = new Edit([.. path], position, value);
        return Displace(edit.Set(root, 0), edit);
    }

    /// <summary>
    /// Takes out what the file says and the override has made void: the other source of the data, the other length of a run, the options
    /// of another kind of optimiser, loss, schedule or learning rate, samples of an average that is not kept, class layers of a recipe that is not to be
    /// conditional. Without this no override could choose them.
    /// </summary>
    private static YamlNode Displace(YamlNode root, Edit edit)
    {
        var (path, value) = (edit.Path, edit.Value);
        if (path is [{ Key: "generator" }, { Key: "ema" }] && value.IsNone)
            return Without(root, [new YamlStep("samples", 0)], entry => entry is { Key: "weights", Value: YamlScalar { Text: "ema" } });
        if (path is [{ Key: "conditional" }] && value is YamlScalar { Text: "false" or "none" })
            return WithoutClasses(WithoutClasses(root, "generator"), "discriminator");
        Predicate<YamlEntry>? isVoid = path switch
        {
            [{ Key: "data" }, { Key: "name" }] => entry => entry.Key == "folder",
            [{ Key: "data" }, { Key: "folder" }] => entry => entry.Key == "name",
            [{ Key: "run" }, { Key: "iterations" }] => entry => entry.Key == "epochs",
            [{ Key: "run" }, { Key: "epochs" }] => entry => entry.Key == "iterations",
            [_, { Key: "optimizer" }, { Key: "kind" }] => Foreign(value, RecipeWords.Optimizers, OptimizerKeys.All, OptimizerKeys.Takes),
            [{ Key: "schedule" }, { Key: "kind" }] => Foreign(value, RecipeWords.Schedules, ScheduleKeys.All, ScheduleKeys.Takes),
            [{ Key: "loss" }, { Key: "kind" }] => Foreign(value, RecipeWords.Losses, LossKeys.All, LossKeys.Takes),
            [_, { Key: "optimizer" }, { Key: "schedule" }, { Key: "kind" }] =>
                Foreign(value, RecipeWords.LearningRates, LearningRateKeys.All, LearningRateKeys.Takes),
            _ => null,
        };
        return isVoid is null ? root : Without(root, path.AsSpan(0, path.Length - 1), isVoid);
    }

    /// <summary>Tells the keys that mean nothing to the kind a value names; null if it names none.</summary>
    private static Predicate<YamlEntry>? Foreign<T>(YamlNode value, Words<T> kinds, string[] keys, Func<T, string, bool> takes)
        where T : struct, Enum =>
        value is YamlScalar scalar && kinds.Value(scalar.Text) is { } kind
            ? entry => keys.Contains(entry.Key) && !takes(kind, entry.Key)
            : null;

    private static YamlNode Without(YamlNode root, ReadOnlySpan<YamlStep> path, Predicate<YamlEntry> isVoid)
    {
        if (YamlPath.Nearest(root, path) is not YamlMap section)
            return root;
        var kept = section.Without(entry => entry.KeyPosition.Override is null && isVoid(entry));
        return new Edit(path.ToArray(), section.Position, kept).Set(root, 0);
    }

    private static YamlNode WithoutClasses(YamlNode root, string network)
    {
        YamlStep[] path = [new(network, 0), new("layers", 0)];
        if (YamlPath.Nearest(root, path) is not YamlList layers)
            return root;
        var kept = layers.Items.RemoveAll(layer => layer is YamlScalar { Text: "class" } or YamlMap { Entries: [{ Key: "class" }] });
        return new Edit(path, layers.Position, new YamlList(layers.Position, kept)).Set(root, 0);
    }

    private sealed record Edit(YamlStep[] Path, RecipePosition Position, YamlNode Value)
    {
        /// <summary>A copy of <paramref name="node"/>, which lies <paramref name="depth"/> steps down the path, with the value in its place.</summary>
        public YamlNode Set(YamlNode? node, int depth)
        {
            if (depth == Path.Length)
                return Value;
            var step = Path[depth];
            if (step.Key is not { } key)
                return SetItem(node, step.Index, depth);
            if (IsLayer(depth) && node is not null)
                return SetLayer(node, key, depth);
            return node switch
            {
                YamlMap map => map.With(key, Position, Set(map[key], depth + 1)),
                YamlList => throw Error(depth, $"is a list; name one of its items, such as {Text(depth)}[0]"),
                _ => new YamlMap(Position, []).With(key, Position, Set(null, depth + 1)),
            };
        }

        private YamlList SetItem(YamlNode? node, int index, int depth)
        {
            if (node is not YamlList list)
                throw Error(depth, node is null ? "is not in the recipe, so it has no items" : $"is no list, but {node.Found}");
            if (index >= list.Items.Length)
            {
                string there = string.Create(CultureInfo.InvariantCulture, $"the items [0] to [{list.Items.Length - 1}]");
                throw Error(depth + 1, $"is not there: {Text(depth)} has {(list.Items.IsEmpty ? "no items" : there)}");
            }

            return new YamlList(list.Position, list.Items.SetItem(index, Set(list.Items[index], depth + 1)));
        }

        private bool IsLayer(int depth) => depth >= 2 && Path[depth - 1].Key is null && Path[depth - 2].Key == "layers";

        private YamlMap SetLayer(YamlNode node, string key, int depth)
        {
            (string? present, YamlNode? options) = node switch
            {
                YamlScalar { IsNull: false } scalar => (scalar.Text, null),
                YamlMap { Entries: [var entry] } => (entry.Key, entry.Value),
                _ => (null, null),
            };
            if (present != key)
                throw Error(depth, $"is {present ?? node.Found}, not {key}; to replace it, write {Text(depth)}={{ {key}: ... }}");
            // `dense: 128` becomes `dense: { units: 128 }`, so that an option can join it.
            bool shorthand = depth + 1 < Path.Length && options is not null and not YamlMap and not YamlScalar { IsNull: true };
            if (shorthand && LayerForms.Find(key)?.Primary is { } primary)
                options = new YamlMap(options!.Position, [new YamlEntry(primary, options.Position, options)]);
            // The layer as a whole is the override's from now on: if it does not fit, the override is what to look at.
            return new YamlMap(Position, [new YamlEntry(key, Position, Set(options, depth + 1))]);
        }

        private string Text(int depth) => YamlPath.Text(Path.AsSpan(0, depth));

        private RecipeException Error(int depth, string problem) => new(Position, Text(depth), problem);
    }
}
