using System.CommandLine;

namespace GanActors.Cli.Commands;

/// <summary>What a command line that makes no sense is answered: what is wrong with it, and where help is.</summary>
internal static class ParseFault
{
    public static int Report(ParseResult parsed, TextWriter errors)
    {
        var command = parsed.CommandResult.Command;
        string message = parsed.UnmatchedTokens is [var token, ..] ? Unmatched(token, command) : parsed.Errors[0].Message;
        errors.WriteLine($"ganactors: {message.TrimEnd('.')}; see `{Path(parsed)} --help`");
        return ExitCode.BadInput;
    }

    private static string Unmatched(string token, Command command)
    {
        if (token.Contains('=', StringComparison.Ordinal) && command.Options.Any(option => option.Name == "--set"))
            return $"'{token}' stands alone; write --set before each key=value";
        if (token.StartsWith('-'))
        {
            var names = Options(command).Append("--help");
            return $"there is no option '{token}'{Nearest(token, names)}";
        }

        return command.Subcommands.Count > 0
            ? $"there is no command '{token}'{Nearest(token, command.Subcommands.Select(each => each.Name))}"
            : $"'{token}' is one word too many";
    }

    private static IEnumerable<string> Options(Command command) => command.Options.Where(option => !option.Hidden).Select(option => option.Name);

    private static string Nearest(string token, IEnumerable<string> names) =>
        NearestWord.Of(token, names) is { } nearest ? $"; did you mean '{nearest}'?" : "";

    private static string Path(ParseResult parsed)
    {
        var words = new Stack<string>();
        for (System.CommandLine.Parsing.SymbolResult? result = parsed.CommandResult; result is System.CommandLine.Parsing.CommandResult each; result = each.Parent)
            words.Push(each.Command is RootCommand ? "ganactors" : each.Command.Name);
        return string.Join(' ', words);
    }
}
