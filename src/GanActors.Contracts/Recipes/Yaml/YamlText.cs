using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GanActors.Recipes.Yaml;

/// <summary>Single values as YAML text that reads back as the same value, here and in any other YAML reader.</summary>
internal static partial class YamlText
{
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>
    /// The shortest digits that are this number and no other. With a point before an exponent, without which YAML 1.1 takes it for a word.
    /// </summary>
    public static string Of(float value) => Pointed(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>The same in double precision.</summary>
    public static string Of(double value) => Pointed(ExactNumber.Text(value));

    private static string Pointed(string text)
    {
        text = text.Replace('E', 'e');
        int exponent = text.IndexOf('e', StringComparison.Ordinal);
        return exponent > 0 && !text.Contains('.', StringComparison.Ordinal) ? text.Insert(exponent, ".0") : text;
    }

    /// <summary>A name: bare where no YAML reader takes it for anything else.</summary>
    public static string OfName(string name) =>
        char.IsAsciiLetter(name[0]) && name is not ("null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n")
            ? name
            : Quoted(name);

    /// <summary>A text of one line in double quotes.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff')
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>
    /// A value as YAML of one line: mappings and lists in brackets, words and numbers as they were written, texts that would mean something else so in double quotes.
    /// </summary>
    /// <param name="node">The value.</param>
    /// <param name="longest">Characters at most. An alias is written out, so a short document can have a long text.</param>
    /// <returns>The text; null if it is longer.</returns>
    public static string? OfNode(YamlNode node, int longest)
    {
        var text = new StringBuilder();
        Append(node);
        return text.Length <= longest ? text.ToString() : null;

        void Append(YamlNode node)
        {
            switch (node)
            {
                case YamlScalar scalar:
                    text.Append(OfScalar(scalar));
                    break;
                case YamlList list:
                    Join('[', ']', list.Items, Append);
                    break;
                case YamlMap map:
                    Join('{', '}', map.Entries, entry =>
                    {
                        text.Append(OfWord(entry.Key)).Append(": ");
                        Append(entry.Value);
                    });
                    break;
            }
        }

        void Join<T>(char open, char close, ImmutableArray<T> parts, Action<T> append)
        {
            text.Append(open);
            string blank = open == '{' && parts.Length > 0 ? " " : string.Empty;
            for (int i = 0; i < parts.Length && text.Length <= longest; i++)
            {
                text.Append(i > 0 ? ", " : blank);
                append(parts[i]);
            }

            text.Append(blank).Append(close);
        }
    }

    /// <summary>A word bare, if that is how it reads back, else in double quotes.</summary>
    public static string OfWord(string word) => WordPattern().IsMatch(word) ? word : Quoted(word);

    private static string OfScalar(YamlScalar scalar) => scalar.IsNull ? "null" : scalar.Plain ? OfWord(scalar.Text) : Quoted(scalar.Text);

    [GeneratedRegex(@"\A[-+.]?[A-Za-z0-9_][-A-Za-z0-9_.+/]*\z")]
    private static partial Regex WordPattern();
}
