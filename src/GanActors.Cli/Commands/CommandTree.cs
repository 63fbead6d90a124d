using System.CommandLine;
using System.CommandLine.Help;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors</c> and its commands.</summary>
internal static class CommandTree
{
    /// <summary>Runs one command line.</summary>
    /// <param name="args">Without the program's name.</param>
    /// <param name="surroundings">What the command may touch.</param>
    /// <param name="stop">The user wants it to end.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Surroundings surroundings, CancellationToken stop)
    {
        var parsed = Build(surroundings).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (ParseFault.Find(parsed) is { } problem)
            return ParseFault.Report(problem, parsed, surroundings.Errors);
        var invocation = new InvocationConfiguration
        {
            Output = surroundings.Out,
            Error = surroundings.Errors,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // Ctrl-C is ours: a run ends in order, however long its iteration is.
        };
        try
        {
            return await parsed.InvokeAsync(invocation, stop);
        }
        catch (Exception fault)
        {
            return Faults.Report(fault, surroundings, stop);
        }
    }

    private static RootCommand Build(Surroundings surroundings)
    {
        var root = new RootCommand("Trains generative adversarial networks as actors: a generator, a discriminator, and a coordinator between them.");
        // Words in brackets that come with the parser: a malformed one makes it throw, and none of ours begins so.
        root.Directives.Clear();
        root.Subcommands.Add(TrainCommand.Create(surroundings));
        root.Subcommands.Add(ResumeCommand.Create(surroundings));
        root.Subcommands.Add(RunsCommand.Create(surroundings));
        root.Subcommands.Add(SweepCommand.Create(surroundings));
        root.Subcommands.Add(SweepsCommand.Create(surroundings));
        root.Subcommands.Add(CheckpointsCommand.Create(surroundings));
        root.Subcommands.Add(GenerateCommand.Create(surroundings));
        root.Subcommands.Add(InterpolateCommand.Create(surroundings));
        root.Subcommands.Add(EvaluateCommand.Create(surroundings));
        root.Subcommands.Add(ExportCommand.Create(surroundings));
        root.Subcommands.Add(ReportCommand.Create(surroundings));
        root.Subcommands.Add(ServeCommand.Create(surroundings));
        root.Subcommands.Add(KeysCommand.Create(surroundings));
        root.Subcommands.Add(ClusterCommand.Create(surroundings));
        root.Subcommands.Add(RecipesCommand.Create(surroundings));
        root.Subcommands.Add(DataCommand.Create(surroundings));
        Example[] examples =
        [
            new("ganactors train", "Learn digits on the best data at hand, in a minute."),
            new("ganactors train keras-mnist-mlp --iterations 2000", "Train a recipe, for so long."),
            new("ganactors recipes list", "See what else there is to train."),
        ];
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help } helpOption)
                helpOption.Action = new HelpWithExamples(help, examples);
            else if (option is VersionOption version)
                version.Action = new PrintVersion();
        }

        root.SetAction(_ => root.Parse(["--help"]).Invoke(new InvocationConfiguration { Output = surroundings.Out, Error = surroundings.Errors }));
        return root;
    }
}
