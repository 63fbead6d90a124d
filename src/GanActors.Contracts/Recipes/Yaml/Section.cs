using System.Collections.Immutable;

namespace GanActors.Recipes.Yaml;

/// <summary>
/// A mapping of known keys, being read: no key is unknown or given twice, and every value is of its type and within its bounds, or the
/// first error says where.
/// </summary>
internal sealed class Section
{
    private readonly YamlNode _node;
    private readonly ImmutableArray<YamlEntry> _entries;
    private readonly string? _shorthand;

    private Section(YamlNode node, string path, ImmutableArray<YamlEntry> entries, string? shorthand = null)
    {
        _node = node;
        Path = path;
        _entries = entries;
        _shorthand = shorthand;
    }

    /// <summary>The dotted path of the mapping; empty for the whole recipe.</summary>
    public string Path { get; }

    /// <summary>Opens a mapping and checks its keys.</summary>
    /// <param name="node">What stands at <paramref name="path"/>; null for an empty mapping.</param>
    /// <param name="path">The mapping's dotted path.</param>
    /// <param name="position">Where it would stand, if nothing does.</param>
    /// <param name="keys">The keys it may have.</param>
    public static Section Open(YamlNode? node, string path, RecipePosition position, ReadOnlySpan<string> keys)
    {
        if (node is null)
            return new Section(new YamlMap(position, []), path, []);
        string[] allowed = keys.ToArray();
        if (node is not YamlMap map)
            throw YamlValues.Expected(node, path, $"a mapping with the keys {string.Join(", ", allowed)}");
        var seen = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            string key = Join(path, Shown(entry.Key));
            if (!allowed.Contains(entry.Key))
            {
                string hint = IsDecimalComma(entry) ? "; a decimal point is a point, not a comma" : NearestName.Hint(entry.Key, allowed);
                throw new RecipeException(entry.KeyPosition, key, "unknown key" + hint) { Known = [.. allowed] };
            }

            if (!seen.TryAdd(entry.Key, entry))
                throw new RecipeException(entry.KeyPosition, key, $"given twice; the first is at {seen[entry.Key].KeyPosition}");
        }

        return new Section(map, path, map.Entries);
    }

    /// <summary>A value that stands for a mapping with one key: <c>dense: 128</c> for <c>dense: { units: 128 }</c>.</summary>
    public static Section OfShorthand(YamlNode value, string path, string key) =>
        new(value, path, [new YamlEntry(key, value.Position, value)], key);

    /// <summary>The value at a key; null if there is none.</summary>
    public YamlNode? this[string key] => _entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    public RecipePosition Position => _node.Position;

    /// <summary>The dotted path of one of the keys.</summary>
    public string KeyOf(string key) => key == _shorthand ? Path : Join(Path, key);

    /// <summary>The value at a key that must be there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="example">What to write.</param>
    public YamlNode Required(string key, string example) =>
        this[key] ?? throw new RecipeException(Position, KeyOf(key), $"missing; write for example {example}");

    public Section Open(string key, params ReadOnlySpan<string> keys) => Open(this[key], KeyOf(key), Position, keys);

    public int Whole(string key, int fallback, int low, int high) =>
        this[key] is { } node ? (int)YamlValues.Whole(node, KeyOf(key), low, high) : fallback;

    public int RequiredWhole(string key, int low, int high, string example) =>
        (int)YamlValues.Whole(Required(key, example), KeyOf(key), low, high);

    public float Number(string key, float fallback, NumberRange range) =>
        this[key] is { } node ? YamlValues.Number(node, KeyOf(key), range) : fallback;

    public double Real(string key, double fallback, NumberRange range) =>
        this[key] is { } node ? YamlValues.Real(node, KeyOf(key), range) : fallback;

    /// <summary>A list of two numbers.</summary>
    public (float First, float Second) Pair(string key, (float First, float Second) fallback, NumberRange range, string what)
    {
        if (this[key] is not { } node)
            return fallback;
        string path = KeyOf(key);
        var items = YamlValues.List(node, path, 2, 2, what);
        return (YamlValues.Number(items[0], path + "[0]", range), YamlValues.Number(items[1], path + "[1]", range));
    }

    public bool Flag(string key, bool fallback) =>
        this[key] is { } node ? YamlValues.Flag(node, KeyOf(key)) : fallback;

    public T Choice<T>(string key, T fallback, Words<T> words)
        where T : struct, Enum =>
        this[key] is { } node ? YamlValues.Choice(node, KeyOf(key), words) : fallback;

    /// <summary>The error for a value that is right by itself, but not together with others.</summary>
    public RecipeException Wrong(string key, string problem) => new(this[key]?.Position ?? Position, KeyOf(key), problem);

    /// <summary>A key as it is shown: short, and nothing that could pass for another path.</summary>
    private static string Shown(string key) => key.Length is > 0 and <= 40 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
        ? key
        : YamlScalar.Quoted(key);

    /// <summary><c>{ lr: 0,1 }</c> is a zero, and a key 1 with nothing.</summary>
    private static bool IsDecimalComma(YamlEntry entry) =>
        entry.Key.Length > 0 && entry.Key.All(char.IsAsciiDigit) && entry.Value is YamlScalar { IsNull: true };

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
