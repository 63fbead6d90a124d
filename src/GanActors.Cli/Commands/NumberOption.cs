using System.CommandLine;
using System.Globalization;

namespace GanActors.Cli.Commands;

/// <summary>An option that takes a number within bounds and says so when it gets something else.</summary>
internal static class NumberOption
{
    public static Option<float?> Create(string name, string description, float least, float most) => new(name)
    {
        Description = description,
        HelpName = "T",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (float.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out float value)
                && value >= least && value <= most)
            {
                return value;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}, not '{text}'"));
            return null;
        },
    };
}
