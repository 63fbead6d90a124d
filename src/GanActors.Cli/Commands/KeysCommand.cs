using System.CommandLine;
using System.Globalization;
using GanActors.Cli.Rendering;
using GanActors.Server.Home;
using GanActors.Server.Runs;
using GanActors.Server.Security;
using Spectre.Console;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors keys</c>: who may use a server from other machines.</summary>
internal static class KeysCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var home = new Option<string?>("--home") { Description = "The folder with runs/ and sweeps/ that the server shows; else the current one", HelpName = "DIR", Recursive = true };
        var keys = new CommandWithExamples(
            "keys", "Makes, lists and removes the API keys of a server",
            new Example("ganactors keys add alice", "A key that may do anything. It is shown once, and kept as a hash."),
            new Example("ganactors keys add wall --scope read", "One that may look, and no more."),
            new Example("ganactors keys remove alice", "Of no use from now on, also to a server that is under way."));
        keys.Options.Add(home);

        var name = new Argument<string>("name") { Description = "Whose it is: letters, digits, points and hyphens", HelpName = "NAME" };
        var scope = ChoiceOption.Create("--scope", "What it allows: read looks, admin also starts, stops and deletes. Else admin", ("read", Scope.Read), ("admin", Scope.Admin));
        var add = new CommandWithExamples("add", "Makes a key", new Example("ganactors keys add alice", "Its key, on standard output."));
        add.Arguments.Add(name);
        add.Options.Add(scope);
        add.SetAction(parsed => Add(surroundings, Of(parsed), parsed.GetRequiredValue(name), parsed.GetValue(scope) ?? Scope.Admin));

        var remove = new CommandWithExamples("remove", "Removes a key", new Example("ganactors keys remove alice", "Whoever has it is let in no more."));
        remove.Arguments.Add(name);
        remove.SetAction(parsed =>
        {
            string whose = parsed.GetRequiredValue(name);
            if (!Of(parsed).Remove(whose))
                throw new BadInputException($"there is no key '{whose}'; `ganactors keys list` lists them");
            surroundings.Out.WriteLine($"the key '{whose}' is removed");
            return ExitCode.Done;
        });

        var list = new CommandWithExamples("list", "Lists the keys' names", new Example("ganactors keys list", "Whose they are, and what they allow."));
        list.SetAction(parsed => List(surroundings, Of(parsed)));
        keys.Subcommands.Add(add);
        keys.Subcommands.Add(list);
        keys.Subcommands.Add(remove);
        keys.SetAction(parsed => List(surroundings, Of(parsed)));
        return keys;

        ApiKeys Of(ParseResult parsed) => new(new HomeFolder(Path.GetFullPath(parsed.GetValue(home) ?? ".", surroundings.CurrentDirectory)).Own);
    }

    private static int Add(Surroundings surroundings, ApiKeys keys, string name, Scope scope)
    {
        if (!HomeFolder.IsName(name))
            throw new BadInputException($"NAME takes letters, digits, points and hyphens, not '{ForeignText.Short(name, ForeignText.LongestName)}'");
        string key = keys.Add(name, scope, surroundings.Clock.GetUtcNow()) ?? throw new BadInputException($"there is a key '{name}' already; remove it first, or take another name");
        surroundings.Out.WriteLine(key);
        surroundings.Errors.WriteLine($"this is the only time it is shown; {keys.Path} keeps its hash");
        return ExitCode.Done;
    }

    private static int List(Surroundings surroundings, ApiKeys keys)
    {
        var all = keys.All;
        if (all.IsEmpty)
        {
            surroundings.Out.WriteLine("there are no keys here; make one with `ganactors keys add NAME`");
            return ExitCode.Done;
        }

        var table = Tables.Plain(surroundings.Output, "key", "allows", "made (UTC)");
        foreach (var key in all)
            table.AddRow(new Markup($"[bold]{Markup.Escape(key.Name)}[/]"), new Text(key.Scope == Scope.Admin ? "admin" : "read"), new Text(key.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)));
        surroundings.Output.Write(table);
        return ExitCode.Done;
    }
}
