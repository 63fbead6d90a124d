using System.Buffers;
using System.CommandLine;
using System.Globalization;
using GanActors.Cli.Rendering;
using GanActors.Cli.Sweeps;
using GanActors.Server.Runs;
using GanActors.Server.Sweeps;
using GanActors.Sweeps;
using Spectre.Console;

namespace GanActors.Cli.Commands;

/// <summary><c>ganactors sweeps</c>: looks at sweeps, and says what is wanted of them.</summary>
internal static class SweepsCommand
{
    private static readonly SearchValues<char> Special = SearchValues.Create(" []{}*?\"'#&|;<>()$`\\");

    public static Command Create(Surroundings surroundings)
    {
        var sweeps = new Command("sweeps", "Looks at sweeps, stops and extends them");
        sweeps.Subcommands.Add(List(surroundings));
        sweeps.Subcommands.Add(Show(surroundings));
        sweeps.Subcommands.Add(Best(surroundings));
        sweeps.Subcommands.Add(Export(surroundings));
        sweeps.Subcommands.Add(Stop(surroundings));
        sweeps.Subcommands.Add(Extend(surroundings));
        return sweeps;
    }

    private static CommandWithExamples List(Surroundings surroundings)
    {
        var list = new CommandWithExamples("list", "Lists the sweeps under sweeps/", new Example("ganactors sweeps list", "Which there are, how far they are, and the best of each."));
        list.SetAction(_ =>
        {
            var stored = StoredSweep.All(surroundings.CurrentDirectory);
            if (stored.Count == 0)
            {
                surroundings.Out.WriteLine("there are no sweeps here; start one with `ganactors sweep`");
                return ExitCode.Done;
            }

            var table = Tables.Plain(surroundings.Output, "sweep", "state", "trials", "iterations", "time", "best");
            table.RightAligned(2, 3, 4);
            foreach (var sweep in stored)
            {
                var progress = sweep.Summary.Progress;
                table.AddRow(
                    new Markup($"[bold]{Markup.Escape(sweep.Name)}[/]"),
                    new Text(sweep.State),
                    new Text($"{Figures.Count(progress.Trials.Length)} of {Figures.Count(progress.Budget)}"),
                    new Text(Figures.Count(progress.Iterations)),
                    new Text(Figures.Duration(progress.Elapsed)),
                    new Text(sweep.Best is { } best ? $"{sweep.Summary.Objective.Metric} {Figures.Objective(best.Latest!.Objective)} of trial {best.Number}" : "none yet"));
            }

            surroundings.Output.Write(table);
            return ExitCode.Done;
        });
        return list;
    }

    private static CommandWithExamples Show(Surroundings surroundings)
    {
        var name = Sweep();
        var rows = WholeNumberOption.Create("--rows", "Trials shown; else 30", 1, 100_000);
        var show = new CommandWithExamples("show", "Shows a sweep's leaderboard", new Example("ganactors sweeps show mlp-lr-asha", "Its trials, best first."));
        show.Arguments.Add(name);
        show.Options.Add(rows);
        show.SetAction(parsed =>
        {
            var sweep = StoredSweep.Find(parsed.GetRequiredValue(name), surroundings.CurrentDirectory);
            var progress = sweep.Summary.Progress;
            surroundings.Output.MarkupLineInterpolated($"[bold]{sweep.Name}[/]: {sweep.State}, {SweepReportText.Counts(progress)}, {Figures.Duration(progress.Elapsed)}");
            surroundings.Output.Write(SweepReportText.Table(surroundings.Output, sweep.Summary.Objective, progress, (int)(parsed.GetValue(rows) ?? 30)));
            if (progress.Extractor is { } extractor)
                surroundings.Output.MarkupLineInterpolated($"[grey]figures are of the features of[/] {extractor}");
            foreach (var trial in progress.Trials.Where(trial => trial.State == TrialState.Failed))
                surroundings.Out.WriteLine($"trial {trial.Number} failed ({trial.Fault}): {trial.Failure}");
            return ExitCode.Done;
        });
        return show;
    }

    private static CommandWithExamples Best(Surroundings surroundings)
    {
        var name = Sweep();
        var best = new CommandWithExamples(
            "best", "Prints the best configuration as options of train", new Example("ganactors sweeps best mlp-lr-asha", "What won, to be copied; `ganactors train --from-best mlp-lr-asha` trains it."));
        best.Arguments.Add(name);
        best.SetAction(parsed =>
        {
            var sweep = StoredSweep.Find(parsed.GetRequiredValue(name), surroundings.CurrentDirectory);
            var trial = sweep.RequireBest();
            foreach (var setting in trial.Configuration.Settings)
                surroundings.Out.WriteLine($"--set {Quoted(setting.ToString())}");
            surroundings.Errors.WriteLine(
                $"trial {trial.Number}: {sweep.Summary.Objective.Metric} {Figures.Objective(trial.Latest!.Objective)} after {Figures.Count(trial.Latest.Iteration)} iterations, in {RunPaths.Short(Path.Combine(sweep.Folder, SweepFiles.Run(trial.Number, 1)))}");
            return ExitCode.Done;
        });
        return best;
    }

    private static CommandWithExamples Export(Surroundings surroundings)
    {
        var name = Sweep();
        var format = new Option<string>("--format") { Description = "csv: the leaderboard; json: everything every trial reported", HelpName = "csv|json", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "json");
        var export = new CommandWithExamples("export", "Writes a sweep's results to standard output", new Example("ganactors sweeps export mlp-lr-asha --format csv > sweep.csv", "For a spreadsheet."));
        export.Arguments.Add(name);
        export.Options.Add(format);
        export.SetAction(parsed =>
        {
            var sweep = StoredSweep.Find(parsed.GetRequiredValue(name), surroundings.CurrentDirectory);
            surroundings.Out.Write(File.ReadAllText(Path.Combine(sweep.Folder, parsed.GetValue(format) == "json" ? SweepFiles.Summary : SweepFiles.Leaderboard)));
            return ExitCode.Done;
        });
        return export;
    }

    private static CommandWithExamples Stop(Surroundings surroundings)
    {
        var name = Sweep();
        var command = new CommandWithExamples("stop", "Asks the process that runs a sweep to break it off", new Example("ganactors sweeps stop mlp-lr-asha", "`ganactors sweep mlp-lr-asha --resume` goes on with it."));
        command.Arguments.Add(name);
        command.SetAction(parsed =>
        {
            var sweep = StoredSweep.Find(parsed.GetRequiredValue(name), surroundings.CurrentDirectory);
            if (!sweep.IsUnderWay)
                throw new BadInputException($"the sweep '{sweep.Name}' is not under way: it is {sweep.State}");
            new SweepWishes(Path.Combine(sweep.Folder, SweepFiles.Wishes)).Add(new StopWish());
            surroundings.Out.WriteLine($"{sweep.Name} is told to break off; its runs end with a checkpoint");
            return ExitCode.Done;
        });
        return command;
    }

    private static CommandWithExamples Extend(Surroundings surroundings)
    {
        var name = Sweep();
        var trials = new Argument<int>("trials") { Description = "How many more", HelpName = "N" };
        trials.Validators.Add(result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int more) || more is < 1 or > SweepLimits.Trials)
                result.AddError($"N takes a number of trials from 1 to {SweepLimits.Trials}, not '{text}'");
        });
        var extend = new CommandWithExamples("extend", "Gives a sweep more trials", new Example("ganactors sweeps extend mlp-lr-asha 9", "A sweep that is under way begins them; another does when it is resumed."));
        extend.Arguments.Add(name);
        extend.Arguments.Add(trials);
        extend.SetAction(parsed =>
        {
            var sweep = StoredSweep.Find(parsed.GetRequiredValue(name), surroundings.CurrentDirectory);
            if (sweep.Spec(surroundings.Recipes).Scheduler is var scheduler and (GridSpec or PopulationSpec))
                throw new BadInputException($"the sweep '{sweep.Name}' cannot be extended: {SchedulerWords.Of(scheduler)} has no more trials");
            int more = parsed.GetRequiredValue(trials);
            new SweepWishes(Path.Combine(sweep.Folder, SweepFiles.Wishes)).Add(new ExtendWish(more));
            surroundings.Out.WriteLine(
                $"{sweep.Name} gets {Figures.Count(more)} more trials" + (sweep.IsUnderWay ? "" : $"; begin them with `ganactors sweep {sweep.Name} --resume`"));
            return ExitCode.Done;
        });
        return extend;
    }

    private static Argument<string> Sweep() => new("sweep") { Description = "A sweep's folder, or its name under sweeps/", HelpName = "SWEEP" };

    // For a shell: a list or a mapping has blanks and brackets.
    private static string Quoted(string text) => text.AsSpan().IndexOfAny(Special) < 0 ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
