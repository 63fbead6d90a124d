using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using GanActors.Recipes;

namespace GanActors.Cli.Commands;

/// <summary>What a command line that makes no sense is answered: what is wrong with it, and where help is.</summary>
internal static class ParseFault
{
    private const int LongestProblem = 1_000;

    /// <summary>What is wrong, or null if nothing is.</summary>
    public static string? Find(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        // The parser takes a misspelt option for a value; no value of ours starts so.
        var misspelt = parsed.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal));
        if (misspelt is not null)
            return NoOption(misspelt.Value, command);
        if (parsed is not { Errors.Count: > 0, Action: ParseErrorAction })
            return null;
        if (parsed.UnmatchedTokens is [var token, ..])
            return Unmatched(token, command);
        var missing = command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 });
        return missing is null ? parsed.Errors[0].Message.TrimEnd('.') : $"{missing.HelpName} is missing: {Lower(missing.Description)}";
    }

    public static int Report(string problem, ParseResult parsed, TextWriter errors)
    {
        string see = problem.EndsWith('?') ? " See" : "; see";
        errors.WriteLine($"ganactors: {ForeignText.Short(problem, LongestProblem)}{see} `{Path(parsed)} --help`");
        return ExitCode.BadInput;
    }

    private static string Unmatched(string token, Command command)
    {
        if (token.Contains('=', StringComparison.Ordinal) && command.Options.Any(option => option.Name == "--set"))
            return $"'{token}' stands alone; write --set before each key=value";
        if (token.StartsWith('-'))
            return NoOption(token, command);
        return command.Subcommands.Count > 0
            ? $"there is no command '{token}'{Nearest(token, command.Subcommands.Select(each => each.Name))}"
            : $"'{token}' is one word too many";
    }

    private static string NoOption(string token, Command command)
    {
        var names = command.Options.Where(option => !option.Hidden).Select(option => option.Name).Append("--help");
        return $"there is no option '{token}'{Nearest(token.Split('=')[0], names)}";
    }

    private static string? Lower(string? text) => string.IsNullOrEmpty(text) ? text : char.ToLowerInvariant(text[0]) + text[1..];

    private static string Nearest(string token, IEnumerable<string> names) =>
        NearestName.Of(token, names) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    private static string Path(ParseResult parsed)
    {
        var words = new Stack<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult each; result = each.Parent)
            words.Push(each.Command is RootCommand ? "ganactors" : each.Command.Name);
        return string.Join(' ', words);
    }
}
