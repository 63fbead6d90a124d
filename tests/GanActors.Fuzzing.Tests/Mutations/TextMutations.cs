using System.Text.RegularExpressions;

namespace GanActors.Fuzzing.Tests;

/// <summary>Spoils text by its lines, words and numbers.</summary>
internal static partial class TextMutations
{
    private static readonly string[] All =
    [
        "line removed", "line repeated", "lines swapped", "line cut", "number", "word", "word from elsewhere", "nested", "long", "oddity", "sign", "CRLF", "BOM", "indented",
        "line from elsewhere",
    ];

    /// <summary>What upsets those who count characters, trim, compare or print.</summary>
    public static readonly string[] Oddities =
    [
        "\u0000", "\u0007", "\u001b[31m", "\u007f", "\u0085", "\u00a0", "\u00ad", "e\u0301", "\u200b", "\u200e", "\u202e", "\u2028", "\u2029", "\u2066", "\ufeff", "\ufffd", "\uffff",
        "\ud800", "\udfff", "😀", "ﬀ", "ı", "İ", "ß", "语", "..", "/", "\\", "%s", "{0}", "[/]", "[red]", "'", "\"", "`", "$(x)", "<b>", "&amp;", "-", "--", "@x",
    ];

    private const string Signs = "{}[]:,-#&*!|>'\"%@`?\t \\~=.\n";

    /// <summary>One to <paramref name="most"/> mutations.</summary>
    /// <param name="dice">Decides.</param>
    /// <param name="text">What is spoilt.</param>
    /// <param name="words">Words that mean something here.</param>
    /// <param name="others">Texts to take lines from.</param>
    /// <param name="most">How many mutations at most.</param>
    public static string Spoil(Dice dice, string text, IReadOnlyList<string> words, IReadOnlyList<string> others, int most = 3)
    {
        for (int left = dice.Between(1, most); left > 0; left--)
            text = Once(dice, text, words, others);
        return text;
    }

    private static string Once(Dice dice, string text, IReadOnlyList<string> words, IReadOnlyList<string> others)
    {
        string kind = dice.OneOf(All);
        dice.Note(kind);
        var lines = text.Split('\n').ToList();
        int line = dice.Below(lines.Count), at = dice.Below(text.Length + 1);
        switch (kind)
        {
            case "line removed":
                lines.RemoveRange(line, Math.Min(dice.Between(1, 3), lines.Count - line));
                return string.Join('\n', lines);
            case "line repeated":
                lines.InsertRange(dice.Below(lines.Count + 1), Enumerable.Repeat(lines[line], dice.OneOf([1, 1, 2, 300])));
                return string.Join('\n', lines);
            case "lines swapped":
                int other = dice.Below(lines.Count);
                (lines[line], lines[other]) = (lines[other], lines[line]);
                return string.Join('\n', lines);
            case "line cut":
                lines[line] = lines[line][..dice.Below(lines[line].Length + 1)];
                return string.Join('\n', lines);
            case "line from elsewhere":
                lines.Insert(line, dice.OneOf(dice.OneOf(others).Split('\n')));
                return string.Join('\n', lines);
            case "indented":
                lines[line] = dice.Chance(50) ? lines[line].TrimStart() : new string(' ', dice.Between(1, 5)) + lines[line];
                return string.Join('\n', lines);
            case "number":
                return Replaced(dice, text, Number(), dice.OneOf(OddNumbers.Texts));
            case "word":
                return Replaced(dice, text, Word(), dice.OneOf(words));
            case "word from elsewhere":
                return Replaced(dice, text, Word(), dice.OneOf(Word().Matches(dice.OneOf(others)) is { Count: > 0 } found ? [.. found.Select(each => each.Value)] : words));
            case "nested":
                string opening = dice.OneOf(["[", "{a: ", "{", "- ", "{\"a\":", "(", "\n ", "&a [ *a, ", "? "]);
                return text.Insert(at, string.Concat(Enumerable.Repeat(opening, dice.OneOf([1, 3, 25, 3_000]))));
            case "long":
                string piece = dice.OneOf(["x", "9", " ", "\n", ".", "/", "é", "😀", "a.", "[0]", "../"]);
                return text.Insert(at, string.Concat(Enumerable.Repeat(piece, dice.OneOf([65, 300, 5_000, 70_000]))));
            case "oddity":
                return text.Insert(at, dice.OneOf(Oddities));
            case "CRLF":
                return text.Replace("\n", dice.OneOf(["\r\n", "\r", "\n\r", "\u2028", "\u0085"]), StringComparison.Ordinal);
            case "BOM":
                return text.Insert(dice.Chance(70) ? 0 : at, "\ufeff");
            default:
                return dice.Chance(50) && at < text.Length ? text.Remove(at, 1) : text.Insert(at, Signs[dice.Below(Signs.Length)].ToString());
        }
    }

    private static string Replaced(Dice dice, string text, Regex what, string by)
    {
        var found = what.Matches(text);
        if (found.Count == 0)
            return text;
        var one = found[dice.Below(found.Count)];
        return string.Concat(text.AsSpan(0, one.Index), by, text.AsSpan(one.Index + one.Length));
    }

    [GeneratedRegex(@"-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_-]*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
