using System.Globalization;
using GanActors.Cli.Rendering;
using GanActors.Sweeps;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanActors.Cli.Sweeps;

/// <summary>A sweep's leaderboard, as a table and a few lines.</summary>
internal static class SweepReportText
{
    private const int Rows = 15;

    /// <summary>How the sweep ended, its best trials, and where everything lies.</summary>
    public static void Write(IAnsiConsole console, SweepHeading heading, SweepProgress progress)
    {
        console.MarkupLineInterpolated($"[bold]{progress.State.ToString().ToLowerInvariant()}[/]: {progress.Reason}, {Counts(progress)}, {Figures.Duration(progress.Elapsed)}");
        console.Write(Table(console, heading.Spec.Objective, progress, Rows));
        if (progress.Extractor is { } extractor)
            console.MarkupLineInterpolated($"[grey]figures are of the features of[/] {extractor}");
        if (Leaderboard.Best(heading.Spec.Objective, progress.Trials) is { } best)
            console.MarkupLineInterpolated($"best: trial {best.Number}, in {Path.Combine(RunPaths.Short(heading.Folder), SweepFiles.Run(best.Number, 1))}");
        console.MarkupLineInterpolated($"leaderboard: {Path.Combine(RunPaths.Short(heading.Folder), SweepFiles.Leaderboard)}");
    }

    /// <summary>For example <c>27 of 27 trials begun, 2 running, 1 failed; 12,300 iterations</c>.</summary>
    public static string Counts(SweepProgress progress)
    {
        int running = progress.Trials.Count(trial => trial.State == TrialState.Running), failed = progress.Trials.Count(trial => trial.State == TrialState.Failed);
        return $"{Figures.Count(progress.Trials.Length)} of {Figures.Count(progress.Budget)} trials begun"
            + (running > 0 ? $", {running} running" : "") + (failed > 0 ? $", {failed} failed" : "") + $"; {Figures.Count(progress.Iterations)} iterations";
    }

    /// <summary>The first trials of the leaderboard.</summary>
    public static Table Table(IAnsiConsole console, ObjectiveSpec objective, SweepProgress progress, int rows)
    {
        var table = Tables.Plain(console, "", "trial", "state", "iterations", objective.Metric, "configuration");
        table.RightAligned(0, 1, 3, 4);
        int rank = 0;
        foreach (var trial in Leaderboard.Of(objective, progress.Trials).Take(rows))
        {
            table.AddRow(
                new Text((++rank).ToString(CultureInfo.InvariantCulture)),
                new Text(trial.Number.ToString(CultureInfo.InvariantCulture)),
                State(trial),
                new Text(Figures.Count(trial.Latest?.Iteration ?? 0)),
                new Markup(trial.Latest is { } latest ? $"[bold]{Figures.Objective(latest.Objective)}[/]" : "-"),
                new Text(string.Join("  ", trial.Configuration.Settings.Select(Short))));
        }

        return table;
    }

    private static IRenderable State(Trial trial) => trial.State switch
    {
        TrialState.Running => new Markup($"[green]to {Figures.Count(trial.Until)}[/]"),
        TrialState.Failed => new Markup("[red]failed[/]"),
        TrialState.Completed => new Text("completed"),
        TrialState.Waiting => new Text("waiting"),
        _ => new Markup("[grey]reported[/]"),
    };

    // Keys are long, and the space names them in full.
    private static string Short(Setting setting)
    {
        string[] path = setting.Key.Split('.');
        string key = path.Length > 1 ? $"{path[0][..1]}.{path[^1]}" : path[0];
        string value = double.TryParse(setting.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number.ToString("G4", CultureInfo.InvariantCulture)
            : setting.Value;
        return $"{key}={value}";
    }
}
