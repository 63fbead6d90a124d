using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GanActors.Recipes.Yaml;

/// <summary>Strict readings of single values. Each error says what was expected, what was found and, where it can be told, what to write.</summary>
internal static partial class YamlValues
{
    /// <summary>A whole number in <paramref name="low"/> .. <paramref name="high"/>.</summary>
    public static long Whole(YamlNode node, string key, long low, long high) =>
        (long)WholeNumber(node, key, low, high);

    /// <summary>A number of 64 bits without sign.</summary>
    public static ulong Seed(YamlNode node, string key) => (ulong)WholeNumber(node, key, 0, ulong.MaxValue);

    /// <summary>A number of <paramref name="range"/>, rounded to float32 first.</summary>
    public static float Number(YamlNode node, string key, NumberRange range)
    {
        float value = float.Parse(Digits(node, key, range), NumberStyles.Float, CultureInfo.InvariantCulture);
        return float.IsFinite(value) && range.Holds(value) ? value : throw OutOfRange(node, key, range);
    }

    /// <summary>A number of <paramref name="range"/>, in double precision.</summary>
    public static double Real(YamlNode node, string key, NumberRange range)
    {
        double value = double.Parse(Digits(node, key, range), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) && range.Holds(value) ? value : throw OutOfRange(node, key, range);
    }

    /// <summary><c>true</c> or <c>false</c>, and no other word for it.</summary>
    public static bool Flag(YamlNode node, string key) => node switch
    {
        YamlScalar { Plain: true, Text: "true" } => true,
        YamlScalar { Plain: true, Text: "false" } => false,
        YamlScalar { Plain: true, Text: "True" or "TRUE" or "yes" or "Yes" or "on" or "On" or "1" } =>
            throw Expected(node, key, "true or false", "write true"),
        YamlScalar { Plain: true, Text: "False" or "FALSE" or "no" or "No" or "off" or "Off" or "0" } =>
            throw Expected(node, key, "true or false", "write false"),
        _ => throw Expected(node, key, "true or false"),
    };

    /// <summary>One of the words of an enumeration.</summary>
    public static T Choice<T>(YamlNode node, string key, Words<T> words)
        where T : struct, Enum
    {
        string list = string.Join(", ", words.All);
        if (node is not YamlScalar { IsNull: false } scalar)
            throw Expected(node, key, $"one of {list}", known: words.All);
        if (words.Value(scalar.Text) is { } value)
            return value;
        string? nearest = NearestName.Of(scalar.Text, words.All);
        throw Expected(node, key, $"one of {list}", nearest is null ? null : $"did you mean '{nearest}'?", words.All);
    }

    /// <summary>A text of one line.</summary>
    public static string Text(YamlNode node, string key, int longest)
    {
        if (node is not YamlScalar { IsNull: false } scalar)
            throw Expected(node, key, "a text");
        string text = scalar.Plain || !scalar.Text.EndsWith('\n') ? scalar.Text : scalar.Text[..^1];
        if (text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff'))
            throw new RecipeException(node.Position, key, "expected one line of text without control characters");
        if (text.Length > longest)
        {
            throw new RecipeException(
                node.Position, key, string.Create(CultureInfo.InvariantCulture, $"{text.Length} characters are too many: at most {longest}"));
        }

        return text;
    }

    /// <summary>A name: lower-case letters and digits, joined by single hyphens.</summary>
    public static string Name(YamlNode node, string key, string what)
    {
        if (node is not YamlScalar { IsNull: false } scalar)
            throw Expected(node, key, what);
        return IsName(scalar.Text)
            ? scalar.Text
            : throw Expected(node, key, $"{what}: at most {LongestName} lower-case letters and digits, joined by single hyphens");
    }

    /// <summary>Whether a text is a name.</summary>
    public static bool IsName(string text) => text.Length <= LongestName && NamePattern().IsMatch(text);

    /// <summary>The items of a list of <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static ImmutableArray<YamlNode> List(YamlNode node, string key, int least, int most, string what)
    {
        if (node is not YamlList list)
            throw Expected(node, key, what);
        if (list.Items.Length < least || list.Items.Length > most)
        {
            throw new RecipeException(
                node.Position, key, string.Create(CultureInfo.InvariantCulture, $"expected {what}, found a list of {list.Items.Length}"));
        }

        return list.Items;
    }

    /// <summary>The error for a value of the wrong type.</summary>
    public static RecipeException Expected(YamlNode node, string key, string what, string? advice = null, IReadOnlyCollection<string>? known = null)
    {
        // `lr:0.1` without the space is one word to YAML.
        if (advice is null && node is YamlScalar { Plain: true } scalar && ForgottenSpacePattern().IsMatch(scalar.Text))
            advice = "is the space after the ':' missing?";
        return new RecipeException(node.Position, key, $"expected {what}, found {node.Found}{(advice is null ? string.Empty : "; " + advice)}") { Known = [.. known ?? []] };
    }

    private const int LongestName = 64;

    /// <summary>The text of a number, which it is if this returns.</summary>
    private static string Digits(YamlNode node, string key, NumberRange range)
    {
        if (node is not YamlScalar { Plain: true, IsNull: false } scalar)
            throw Expected(node, key, $"a number {range}", QuotesAround(node, NumberPattern()));
        if (NotFinitePattern().IsMatch(scalar.Text))
            throw Expected(node, key, $"a finite number {range}");
        return NumberPattern().IsMatch(scalar.Text) ? scalar.Text : throw Expected(node, key, $"a number {range}", Plainer(scalar.Text));
    }

    private static RecipeException OutOfRange(YamlNode node, string key, NumberRange range) =>
        new(node.Position, key, $"{Short(((YamlScalar)node).Text)} is out of range: expected a number {range}");

    private static Int128 WholeNumber(YamlNode node, string key, Int128 low, Int128 high)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"a whole number from {low} to {high}");
        if (node is not YamlScalar { Plain: true, IsNull: false } scalar)
            throw Expected(node, key, what, QuotesAround(node, WholePattern()));
        if (!WholePattern().IsMatch(scalar.Text))
            throw Expected(node, key, what, Plainer(scalar.Text));
        if (!Int128.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value < low || value > high)
            throw new RecipeException(node.Position, key, $"{Short(scalar.Text)} is out of range: expected {what}");
        return value;
    }

    private static string? QuotesAround(YamlNode node, Regex pattern) =>
        node is YamlScalar { Plain: false } scalar && pattern.IsMatch(scalar.Text) ? "remove the quotes" : null;

    /// <summary>How to write a number that other notations allow: <c>1e4</c> or <c>10_000</c> for a whole one.</summary>
    private static string? Plainer(string text)
    {
        string digits = text.Replace("_", string.Empty, StringComparison.Ordinal);
        return NumberPattern().IsMatch(digits)
            && decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
            && value == decimal.Truncate(value)
            ? string.Create(CultureInfo.InvariantCulture, $"write {value:0}")
            : null;
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";

    [GeneratedRegex(@"\A[-+]?[0-9]+\z")]
    private static partial Regex WholePattern();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"\A[-+]?\.?(nan|inf|infinity)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NotFinitePattern();

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[a-z_0-9]+:\S")]
    private static partial Regex ForgottenSpacePattern();
}
