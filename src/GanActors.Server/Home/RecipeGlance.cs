using System.Globalization;
using System.Text.RegularExpressions;

namespace GanActors.Server.Home;

/// <summary>
/// What a list shows of a recipe, taken from its resolved text, which always looks the same: to read and check two hundred recipes for a list would take half a second.
/// </summary>
/// <param name="Name">The recipe's name.</param>
/// <param name="Data">The data set's name, or the folder's.</param>
/// <param name="Iterations">How long it runs; 0 if it counts epochs.</param>
internal readonly partial record struct RecipeGlance(string Name, string Data, long Iterations)
{
    /// <summary>A look at a resolved recipe.</summary>
    public static RecipeGlance Of(string yaml)
    {
        string name = NamePattern().Match(yaml) is { Success: true } found ? found.Groups[1].Value.Trim('"', '\'') : "?";
        string data = DataPattern().Match(yaml) is { Success: true } set ? Path.GetFileName(set.Groups[1].Value.Trim('"', '\'').TrimEnd('/')) : "?";
        long iterations = LengthPattern().Match(yaml) is { Success: true } length && long.TryParse(length.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0;
        return new RecipeGlance(ForeignText.Short(name, ForeignText.LongestName), ForeignText.Short(data, ForeignText.LongestName), iterations);
    }

    [GeneratedRegex(@"^name:\s*(\S+)", RegexOptions.Multiline)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^data:\\s*\\{\\s*(?:name|folder):\\s*(\"[^\"]*\"|[^,}\\s]+)", RegexOptions.Multiline)]
    private static partial Regex DataPattern();

    [GeneratedRegex(@"^run:\s*\{\s*iterations:\s*(\d+)", RegexOptions.Multiline)]
    private static partial Regex LengthPattern();
}
