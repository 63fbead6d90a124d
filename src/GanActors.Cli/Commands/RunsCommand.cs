using System.CommandLine;
using System.Globalization;
using GanActors.Cli.Rendering;
using GanActors.Cli.Runs;
using GanActors.Client;
using GanActors.Server.Clusters;
using GanActors.Server.Home;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors runs</c>: looks at runs, and says what is wanted of them: here, on a cluster, or at a server.</summary>
internal static class RunsCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var server = ServerOption.Create();
        var cluster = ClusterOption.Create();
        server.Recursive = cluster.Recursive = true;
        var home = new Option<string?>("--home") { Description = "The folder with runs/; else the current one", HelpName = "DIR", Recursive = true };
        var runs = new CommandWithExamples(
            "runs", "Lists runs, pauses, resumes, stops and deletes them",
            new Example("ganactors runs list", "Those under runs/, whoever runs them."),
            new Example("ganactors runs pause ring-7 --server http://127.0.0.1:5080", "At a server: it rests with a checkpoint, and `resume` goes on."),
            new Example("ganactors runs stop ring-7 --cluster localhost", "On a cluster."));
        foreach (var option in (IEnumerable<Option>)[server, cluster, home])
            runs.Options.Add(option);

        var list = new CommandWithExamples("list", "Lists the runs, the newest first", new Example("ganactors runs list", "Which there are, and how they stand."));
        list.SetAction(List);
        runs.Subcommands.Add(list);
        var show = new CommandWithExamples("show", "Shows how a run stands", new Example("ganactors runs show ring-7", "State, iterations, losses, quality."));
        var id = new Argument<string>("run") { Description = "Its name under runs/", HelpName = "RUN" };
        show.Arguments.Add(id);
        show.SetAction(async (parsed, stop) =>
        {
            await using var at = await Open(parsed, stop);
            Show(surroundings, await at.Row(parsed.GetRequiredValue(id), stop));
            return ExitCode.Done;
        });
        runs.Subcommands.Add(show);
        runs.Subcommands.Add(Deed(RunDeed.Pause, "Has a run rest after the iteration under way, with a checkpoint"));
        runs.Subcommands.Add(Deed(RunDeed.Resume, "Goes on with a run that rests, was stopped or broke off"));
        runs.Subcommands.Add(Deed(RunDeed.Stop, "Ends a run after the iteration under way"));
        runs.Subcommands.Add(Deed(RunDeed.Delete, "Deletes a run that is not under way, all its files with it"));
        runs.SetAction(List);
        return runs;

        async Task<int> List(ParseResult parsed, CancellationToken stop)
        {
            await using var at = await Open(parsed, stop);
            var rows = await at.Rows(stop);
            if (rows.Count == 0)
                surroundings.Out.WriteLine("there are no runs; start one with `ganactors train`");
            else
                surroundings.Output.Write(Table(surroundings.Output, rows));
            return ExitCode.Done;
        }

        CommandWithExamples Deed(RunDeed deed, string description)
        {
            string word = deed.ToString().ToLowerInvariant();
            var which = new Argument<string>("run") { Description = "Its name under runs/", HelpName = "RUN" };
            var command = new CommandWithExamples(word, description, new Example($"ganactors runs {word} ring-7 --server http://127.0.0.1:5080", "At a server."));
            command.Arguments.Add(which);
            command.SetAction(async (parsed, stop) =>
            {
                await using var at = await Open(parsed, stop);
                string name = parsed.GetRequiredValue(which);
                surroundings.Out.WriteLine(await at.Do(deed, name, stop) is { } row ? $"{row.Id} is told to {word}; it is {row.State.Replace('_', ' ')}" : $"{name} is deleted");
                return ExitCode.Done;
            });
            return command;
        }

        async Task<RunsAt> Open(ParseResult parsed, CancellationToken stop)
        {
            if (server.Find(parsed) is { } client)
                return new RunsAtServer(client);
            var folder = new HomeFolder(Path.GetFullPath(parsed.GetValue(home) ?? ".", surroundings.CurrentDirectory));
            if (cluster.Find(parsed) is not { } address)
                return new RunsAtDesk(new RunDesk(folder, null, surroundings.Catalog(null), null, NullLogger<RunDesk>.Instance), null);
            var link = await ClusterStack.JoinAsync(address, stop);
            return new RunsAtDesk(new RunDesk(folder, link.Grains, surroundings.Catalog(null), null, NullLogger<RunDesk>.Instance), link);
        }
    }

    private static Table Table(IAnsiConsole console, IReadOnlyList<RunRow> rows)
    {
        var table = Tables.Plain(console, "run", "recipe", "state", "iterations", "it/s", "D loss", "G loss", "quality", "started (UTC)");
        table.RightAligned(3, 4, 5, 6);
        foreach (var row in rows)
        {
            table.AddRow(
                new Markup($"[bold]{Markup.Escape(row.Id)}[/]"), new Text(row.Recipe), new Text(row.State.Replace('_', ' ')), new Text(Iterations(row)),
                new Text(row.IterationsPerSecond > 0 ? Figures.Rate(row.IterationsPerSecond) : ""), new Text(row.DLoss is { } d ? Figures.Real(d) : ""), new Text(row.GLoss is { } g ? Figures.Real(g) : ""),
                new Text(Quality(row)), new Text(row.Started?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? ""));
        }

        return table;
    }

    private static void Show(Surroundings surroundings, RunRow row)
    {
        var console = surroundings.Output;
        HeadingText.Line(console, "run", row.Id);
        HeadingText.Line(console, "recipe", $"{row.Recipe} on {row.Data}");
        HeadingText.Line(console, "state", row.State.Replace('_', ' ') + (row.Why is { } why ? $": {why}" : ""));
        HeadingText.Line(console, "iterations", Iterations(row));
        if (row.DLoss is { } d && row.GLoss is { } g)
            HeadingText.Line(console, "losses", $"D {Figures.Real(d)}, G {Figures.Real(g)}");
        if (row.DAccuracyReal is { } real && row.DAccuracyFake is { } fake)
            HeadingText.Line(console, "D is right", $"on real {Figures.Share(real)}, on fake {Figures.Share(fake)}");
        if (row.Quality is not null)
            HeadingText.Line(console, "quality", Quality(row));
        if (row.Alarms.Count > 0)
            HeadingText.Line(console, "alarms", string.Join(", ", row.Alarms));
    }

    private static string Iterations(RunRow row) => row.TotalIterations > 0 && row.TotalIterations != row.Iterations
        ? $"{Figures.Count(row.Iterations)} of {Figures.Count(row.TotalIterations)}" : Figures.Count(row.Iterations);

    private static string Quality(RunRow row) => row.Quality is { Value: { } value } quality ? $"{quality.Name} {Figures.Real(value)}" : "";
}
