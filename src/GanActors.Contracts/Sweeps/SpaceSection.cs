using System.Collections.Immutable;
using System.Globalization;
using GanActors.Recipes;
using GanActors.Recipes.Yaml;

namespace GanActors.Sweeps;

/// <summary>What a sweep says of its space, being read.</summary>
internal sealed class SpaceSection
{
    /// <summary>The key of a sweep that is read here.</summary>
    public const string Key = "space";

    private const string Example = "generator.optimizer.lr: { loguniform: [1.0e-5, 1.0e-2] }";
    private static readonly string[] Forms = ["uniform", "loguniform", "quniform", "int", "choice", "grid"];

    private readonly ImmutableArray<Parameter>.Builder _parameters = ImmutableArray.CreateBuilder<Parameter>();
    private readonly ImmutableArray<RecipePosition>.Builder _positions = ImmutableArray.CreateBuilder<RecipePosition>();

    private SpaceSection()
    {
    }

    /// <summary>Reads it.</summary>
    /// <param name="sweep">The whole sweep.</param>
    /// <returns>The space, and where each of its parameters was written.</returns>
    public static (SearchSpace Space, ImmutableArray<RecipePosition> Positions) Read(Section sweep)
    {
        var node = sweep.Required(Key, $"space: {{ {Example} }}");
        if (node is not YamlMap { Entries.Length: > 0 } map)
            throw YamlValues.Expected(node, Key, $"the values that are varied, such as {Example}");
        var section = new SpaceSection();
        section.Add(map, null);
        return (new SearchSpace(section._parameters.ToImmutable()), section._positions.ToImmutable());
    }

    private void Add(YamlMap map, Condition? when)
    {
        foreach (var entry in map.Entries)
        {
            if (YamlPath.Parse(entry.Key) is not { } path)
            {
                throw new RecipeException(
                    entry.KeyPosition, Key, $"{YamlScalar.Quoted(entry.Key)} is no dotted key of the recipe, such as generator.optimizer.lr or generator.layers[1].leaky_relu");
            }

            string shown = $"{Key}.{entry.Key}";
            if (WhyFixed(path) is { } reason)
                throw new RecipeException(entry.KeyPosition, shown, reason);
            RequireEffect(path, when, entry.KeyPosition, shown);
            if (_parameters.Count == SweepLimits.Parameters)
                throw new RecipeException(entry.KeyPosition, Key, string.Create(CultureInfo.InvariantCulture, $"more than {SweepLimits.Parameters} parameters are too many"));
            int index = _parameters.Count;
            var (distribution, subspaces) = ReadDistribution(entry.Value, shown);
            _parameters.Add(new Parameter(entry.Key, distribution, when));
            _positions.Add(entry.KeyPosition);
            for (int choice = 0; choice < subspaces.Length; choice++)
            {
                if (subspaces[choice] is { } subspace)
                    Add(subspace, new Condition(index, choice));
            }
        }
    }

    /// <summary>Why a value is not for the space to vary; null if it is.</summary>
    private static string? WhyFixed(ImmutableArray<YamlStep> path) => (path[0].Key, path.Length > 1 ? path[1].Key : null) switch
    {
        ("run", _) => "a run's length is budget.iterations, and its seed follows from the sweep's; remove it",
        ("evaluate", _) => "how runs are evaluated is the objective's business, or their figures could not be compared; remove it",
        ("data", not ("scale" or "flip")) => "figures of runs on different data cannot be compared; remove it, or make a sweep of each",
        ("stop", _) => "runs of a sweep end where the scheduler says, and never by themselves; remove it",
        ("name" or "description" or "checkpoint", _) => "it changes nothing that the objective could see; remove it",
        _ => null,
    };

    /// <summary>Two parameters that are varied together must not set the same value, nor the later a part around the earlier.</summary>
    private void RequireEffect(ImmutableArray<YamlStep> path, Condition? when, RecipePosition position, string shown)
    {
        for (int i = 0; i < _parameters.Count; i++)
        {
            var earlier = YamlPath.Parse(_parameters[i].Key)!.Value;
            if (earlier.Length < path.Length || !earlier.AsSpan(0, path.Length).SequenceEqual(path.AsSpan()) || !SpaceWalk.CanMeet(_parameters, _parameters[i].When, when))
                continue;
            throw new RecipeException(position, shown, earlier.Length == path.Length
                ? $"given twice; the first is at {_positions[i]}"
                : $"replaces what {_parameters[i].Key} has set at {_positions[i]}; put it before that, or give them different conditions");
        }
    }

    private static (Distribution Distribution, YamlMap?[] Subspaces) ReadDistribution(YamlNode node, string key)
    {
        if (node is not YamlMap { Entries: [var form] })
            throw YamlValues.Expected(node, key, $"one of {string.Join(", ", Forms)}, such as {{ uniform: [0, 1] }} or {{ choice: [1, 2, 5] }}");
        string path = $"{key}.{form.Key}";
        return form.Key switch
        {
            "uniform" => (ReadUniform(form.Value, path), []),
            "loguniform" => (ReadLogUniform(form.Value, path), []),
            "quniform" => (ReadSteps(form.Value, path), []),
            "int" => (ReadInteger(form.Value, path), []),
            "choice" => ReadChoice(form.Value, path),
            "grid" => (new ChoiceDistribution(ReadValues(form.Value, path, "a list of values in their order, such as [32, 64, 128]"), IsOrdered: true), []),
            _ => throw new RecipeException(form.KeyPosition, key, $"there is no distribution {YamlScalar.Quoted(form.Key)}{NearestName.Hint(form.Key, Forms, "there are")}") { Known = [.. Forms] },
        };
    }

    private static UniformDistribution ReadUniform(YamlNode node, string key)
    {
        var (low, high) = Bounds(node, key, YamlValues.List(node, key, 2, 2, "the bounds, such as [0, 0.9]"), NumberRange.Between(-SweepLimits.Bound, SweepLimits.Bound));
        return new UniformDistribution(low, high);
    }

    private static LogUniformDistribution ReadLogUniform(YamlNode node, string key)
    {
        var (low, high) = Bounds(node, key, YamlValues.List(node, key, 2, 2, "the bounds, such as [1.0e-5, 1.0e-2]"), NumberRange.Above(0, SweepLimits.Bound));
        return new LogUniformDistribution(low, high);
    }

    private static UniformDistribution ReadSteps(YamlNode node, string key)
    {
        var items = YamlValues.List(node, key, 3, 3, "the bounds and a step, such as [0, 0.3, 0.1]");
        var (low, high) = Bounds(node, key, items, NumberRange.Between(-SweepLimits.Bound, SweepLimits.Bound));
        double step = YamlValues.Real(items[2], key + "[2]", NumberRange.Between(SweepLimits.Step, SweepLimits.Bound));
        if (step > high - low)
            throw new RecipeException(items[2].Position, key + "[2]", $"no second value fits between the bounds; write a step of at most {YamlText.Of(high - low)}");
        if ((high - low) / step > SweepLimits.Steps)
            throw new RecipeException(items[2].Position, key + "[2]", string.Create(CultureInfo.InvariantCulture, $"more than {SweepLimits.Steps} values; write uniform: [low, high]"));
        return new UniformDistribution(low, high, step);
    }

    private static (double Low, double High) Bounds(YamlNode node, string key, ImmutableArray<YamlNode> items, NumberRange range)
    {
        double low = YamlValues.Real(items[0], key + "[0]", range), high = YamlValues.Real(items[1], key + "[1]", range);
        return low < high ? (low, high) : throw LowerFirst(node, key, YamlText.Of(low), YamlText.Of(high));
    }

    private static IntegerDistribution ReadInteger(YamlNode node, string key)
    {
        var items = YamlValues.List(node, key, 2, 2, "the bounds, such as [1, 5]");
        long bound = (long)SweepLimits.Bound;
        long low = YamlValues.Whole(items[0], key + "[0]", -bound, bound), high = YamlValues.Whole(items[1], key + "[1]", -bound, bound);
        return low < high ? new IntegerDistribution(low, high) : throw LowerFirst(node, key, YamlText.Of(low), YamlText.Of(high));
    }

    private static RecipeException LowerFirst(YamlNode node, string key, string low, string high) =>
        new(node.Position, key, $"expected the lower bound first, and another one after it, found [{low}, {high}]");

    private static (Distribution Distribution, YamlMap?[] Subspaces) ReadChoice(YamlNode node, string key)
    {
        if (node is not YamlMap map)
            return (new ChoiceDistribution(ReadValues(node, key, "a list of values, such as [1, 2, 5], or a mapping from values to sub-spaces")), []);
        var subspaces = new List<YamlMap?>();
        foreach (var entry in map.Entries)
        {
            subspaces.Add(entry.Value switch
            {
                YamlMap { Entries.Length: > 0 } subspace => subspace,
                YamlMap or YamlScalar { IsNull: true } => null,
                var other => throw YamlValues.Expected(other, $"{key}.{entry.Key}", $"what else is varied where this is chosen, such as {{ {Example} }}, or {{}} for nothing"),
            });
        }

        return (new ChoiceDistribution(Distinct([.. map.Entries.Select(entry => (YamlText.OfWord(entry.Key), entry.KeyPosition))], node, key)), [.. subspaces]);
    }

    private static ImmutableArray<string> ReadValues(YamlNode node, string key, string what)
    {
        var items = YamlValues.List(node, key, 0, int.MaxValue, what);
        return Distinct(
            [
                .. items.Take(SweepLimits.Choices + 1).Select((item, index) => (
                    YamlText.OfNode(item, SweepLimits.Value) ?? throw new RecipeException(
                        item.Position, string.Create(CultureInfo.InvariantCulture, $"{key}[{index}]"), string.Create(CultureInfo.InvariantCulture, $"more than {SweepLimits.Value} characters are too long for one value")),
                    item.Position)),
            ],
            node,
            key);
    }

    private static ImmutableArray<string> Distinct(ImmutableArray<(string Text, RecipePosition Position)> values, YamlNode node, string key)
    {
        if (values.IsEmpty)
            throw new RecipeException(node.Position, key, "there is nothing to choose from; write at least one value");
        if (values.Length > SweepLimits.Choices)
            throw new RecipeException(node.Position, key, string.Create(CultureInfo.InvariantCulture, $"more than {SweepLimits.Choices} values are too many"));
        var seen = new Dictionary<string, RecipePosition>(StringComparer.Ordinal);
        foreach (var (text, position) in values)
        {
            if (!seen.TryAdd(text, position))
                throw new RecipeException(position, key, $"{YamlScalar.Quoted(text)} is given twice; the first is at {seen[text]}");
        }

        return [.. values.Select(value => value.Text)];
    }
}
