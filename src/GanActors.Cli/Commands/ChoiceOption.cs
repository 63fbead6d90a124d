using System.CommandLine;
using GanActors.Recipes;

namespace GanActors.Cli.Commands;

/// <summary>An option that takes one of a few words and says so when it gets another.</summary>
internal static class ChoiceOption
{
    public static Option<T?> Create<T>(string name, string description, params (string Word, T Value)[] choices)
        where T : struct
    {
        string[] words = [.. choices.Select(choice => choice.Word)];
        return new Option<T?>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            CustomParser = result =>
            {
                string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                foreach (var (word, value) in choices)
                {
                    if (word == text)
                        return value;
                }

                string hint = NearestName.Of(text, words) is { } nearest ? $"; did you mean '{nearest}'?" : "";
                result.AddError($"{name} takes {string.Join(" or ", words)}, not '{text}'{hint}");
                return null;
            },
        };
    }
}
