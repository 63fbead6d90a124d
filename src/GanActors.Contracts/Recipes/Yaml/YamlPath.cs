using System.Collections.Immutable;
using System.Globalization;

namespace GanActors.Recipes.Yaml;

/// <summary>One step of a dotted path: a key, or the place of a list's item.</summary>
internal readonly record struct YamlStep(string? Key, int Index)
{
    public override string ToString() => Key ?? string.Create(CultureInfo.InvariantCulture, $"[{Index}]");
}

/// <summary>A dotted path such as <c>generator.layers[1].leaky_relu</c>.</summary>
internal static class YamlPath
{
    /// <summary>Longest path: no recipe is deeper.</summary>
    private const int MaxSteps = 16;

    // No key of a recipe is half as long.
    private const int LongestKey = 40;

    /// <summary>Its steps; null if it is no path.</summary>
    public static ImmutableArray<YamlStep>? Parse(string text)
    {
        var steps = ImmutableArray.CreateBuilder<YamlStep>();
        int at = 0;
        while (at < text.Length)
        {
            if (steps.Count == MaxSteps)
                return null;
            if (text[at] == '[')
            {
                int end = text.IndexOf(']', at);
                if (steps.Count == 0 || end < 0)
                    return null;
                if (!int.TryParse(text.AsSpan(at + 1, end - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
                    return null;
                steps.Add(new YamlStep(null, index));
                at = end + 1;
                continue;
            }

            if (steps.Count > 0 && text[at++] != '.')
                return null;
            int length = text.AsSpan(at).IndexOfAny('.', '[');
            string key = length < 0 ? text[at..] : text.Substring(at, length);
            if (key.Length is 0 or > LongestKey || !key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
                return null;
            steps.Add(new YamlStep(key, 0));
            at += key.Length;
        }

        return steps.Count == 0 ? null : steps.ToImmutable();
    }

    /// <summary>The steps as text.</summary>
    public static string Text(ReadOnlySpan<YamlStep> steps)
    {
        string text = string.Empty;
        foreach (var step in steps)
            text += step.Key is null || text.Length == 0 ? step.ToString() : "." + step;
        return text;
    }

    /// <summary>The node at a path, or the nearest one on the way to it.</summary>
    public static YamlNode Nearest(YamlNode root, ReadOnlySpan<YamlStep> steps)
    {
        var node = root;
        foreach (var step in steps)
        {
            var next = node switch
            {
                YamlMap map when step.Key is not null => map[step.Key],
                YamlList list when step.Key is null && step.Index < list.Items.Length => list.Items[step.Index],
                _ => null,
            };
            if (next is null)
                break;
            node = next;
        }

        return node;
    }
}
