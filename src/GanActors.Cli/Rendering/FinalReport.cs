using GanActors.Runs;
using Spectre.Console;

namespace GanActors.Cli.Rendering;

/// <summary>What a person reads when a run has ended: how it stands, its last figures, and where everything lies.</summary>
internal static class FinalReport
{
    public static void Write(IAnsiConsole console, RunProgress last, RunOutcome outcome, Leavings leavings)
    {
        console.WriteLine();
        string where = $"{Figures.Count(last.Iterations)} of {Figures.Count(last.TotalIterations)} iterations";
        console.MarkupLine(last.State switch
        {
            RunState.Completed => $"[green]done[/]: {where}",
            RunState.Stopped => $"[yellow]stopped[/] after {where}",
            RunState.Failed => $"[red]failed[/] after {where}",
            _ => where,
        } + $" in {Figures.Duration(last.Elapsed)}, {Figures.Rate(Mean(last))} iterations/s");
        if (last.Iterations < last.TotalIterations && last.State != RunState.Failed && outcome.Reason is { } reason)
            HeadingText.Line(console, "why", reason);
        if (last.Latest is { } row)
        {
            HeadingText.Line(console, "losses", $"D {Figures.Real(row.DiscriminatorLoss)}, G {Figures.Real(row.GeneratorLoss)}");
            HeadingText.Line(console, "D right", $"on real {Figures.Share(row.AccuracyReal)}, on fake {Figures.Share(row.AccuracyFake)}");
            HeadingText.Line(console, "scores", $"D(x) {Figures.Score(row.ScoreReal)}, D(G(z)) {Figures.Score(row.ScoreFake)}");
        }

        if (outcome.Modes is { } modes)
        {
            HeadingText.Line(
                console,
                "modes",
                $"{modes.Captured} of {modes.Modes}; {Figures.Share(modes.HighQuality)} of {Figures.Count(modes.Samples)} points within 3 standard deviations of one");
        }

        foreach (var kind in outcome.Alarms.GroupBy(alarm => alarm.Kind))
        {
            string again = kind.Count() > 1 ? $", raised {Figures.Count(kind.Count())} times" : "";
            HeadingText.Line(console, "alarm", $"{kind.First().Name} after {Figures.Count(kind.First().Iteration)}{again}: {kind.First().Reason}");
        }

        for (int i = 0; i < outcome.Epochs.Count; i++)
            HeadingText.Line(console, i == 0 ? "epochs" : "", DuelState.InWords(outcome.Epochs[i]));
        HeadingText.Line(console, "folder", RunPaths.Short(leavings.Folder));
        if (last.State != RunState.Completed && Directory.Exists(Path.Combine(leavings.Folder, "checkpoints")))
            HeadingText.Line(console, "go on", $"ganactors resume {RunPaths.Short(leavings.Folder)}");
        if (leavings.LastSheet is { } sheet)
            HeadingText.Line(console, "samples", RunPaths.Short(sheet));
        foreach (string file in leavings.Files)
            HeadingText.Line(console, "", RunPaths.Short(file));
    }

    private static double Mean(RunProgress last) => last.Elapsed > TimeSpan.Zero ? last.Iterations / last.Elapsed.TotalSeconds : double.NaN;
}
