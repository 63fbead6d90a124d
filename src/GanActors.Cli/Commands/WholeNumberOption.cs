using System.CommandLine;
using System.Globalization;

namespace GanActors.Cli.Commands;

/// <summary>An option that takes a whole number within bounds and says so when it gets something else.</summary>
internal static class WholeNumberOption
{
    public static Option<ulong?> Create(string name, string description, ulong least, ulong most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) && value >= least && value <= most)
                return value;
            string bounds = most == ulong.MaxValue ? $"from {least}" : $"from {least} to {most}";
            result.AddError($"{name} takes a whole number {bounds}, not '{text}'");
            return null;
        },
    };
}
