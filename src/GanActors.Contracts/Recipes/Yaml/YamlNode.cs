using System.Collections.Immutable;

namespace GanActors.Recipes.Yaml;

/// <summary>A value of a YAML document and where it was written. Immutable; an alias shares its anchor's node.</summary>
internal abstract class YamlNode(RecipePosition position)
{
    public RecipePosition Position { get; } = position;

    /// <summary>Whether it is the word for an option that is not wanted.</summary>
    public bool IsNone => this is YamlScalar { Text: "none" };

    /// <summary>What stands here, in the words of an error message: <c>a list</c>, <c>'abc'</c>, <c>nothing</c>.</summary>
    public abstract string Found { get; }
}

/// <summary>A single value. Whether it is a number or a word is for the reader of the key to say.</summary>
internal sealed class YamlScalar(RecipePosition position, string text, bool plain) : YamlNode(position)
{
    public string Text { get; } = text;

    /// <summary>Written without quotes.</summary>
    public bool Plain { get; } = plain;

    public bool IsNull => Plain && (Text is "" or "~" or "null" or "Null" or "NULL");

    public override string Found => IsNull ? "nothing" : Plain ? Quoted(Text) : $"the quoted text {Quoted(Text)}";

    /// <summary>Short enough for a message.</summary>
    public static string Quoted(string text) => text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}...'";
}

internal sealed class YamlList(RecipePosition position, ImmutableArray<YamlNode> items) : YamlNode(position)
{
    public ImmutableArray<YamlNode> Items { get; } = items;

    public override string Found => Items.IsEmpty ? "an empty list" : "a list";
}

internal sealed class YamlMap(RecipePosition position, ImmutableArray<YamlEntry> entries) : YamlNode(position)
{
    public ImmutableArray<YamlEntry> Entries { get; } = entries;

    public override string Found => Entries.IsEmpty ? "an empty mapping" : "a mapping";

    public YamlNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    /// <summary>The same mapping with <paramref name="key"/> set to <paramref name="value"/>, in its old place if it had one.</summary>
    public YamlMap With(string key, RecipePosition keyPosition, YamlNode value)
    {
        int index = Entries.ToList().FindIndex(entry => entry.Key == key);
        var entry = new YamlEntry(key, keyPosition, value);
        return new YamlMap(Position, index < 0 ? Entries.Add(entry) : Entries.SetItem(index, entry));
    }

    public YamlMap Without(Predicate<YamlEntry> match) => new(Position, Entries.RemoveAll(match));
}

internal sealed record YamlEntry(string Key, RecipePosition KeyPosition, YamlNode Value);
