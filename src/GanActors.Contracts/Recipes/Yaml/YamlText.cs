using System.Globalization;
using System.Text;

namespace GanActors.Recipes.Yaml;

/// <summary>Single values as YAML text that reads back as the same value, here and in any other YAML reader.</summary>
internal static class YamlText
{
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(bool value) => value ? "true" : "false";

    /// <summary>
    /// The shortest digits that are this number and no other. With a point before an exponent, without which YAML 1.1 takes it for a word.
    /// </summary>
    public static string Of(float value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        int exponent = text.IndexOf('e', StringComparison.Ordinal);
        return exponent > 0 && !text.Contains('.', StringComparison.Ordinal) ? text.Insert(exponent, ".0") : text;
    }

    /// <summary>A name: bare where no YAML reader takes it for anything else.</summary>
    public static string OfName(string name) =>
        char.IsAsciiLetter(name[0]) && name is not ("null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n")
            ? name
            : Quoted(name);

    /// <summary>A text in double quotes.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\');
            quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
