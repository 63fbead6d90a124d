using GanActors.Cli.Rendering;
using GanActors.Sweeps;
using Spectre.Console;

namespace GanActors.Cli.Sweeps;

/// <summary>The sweep as lines of text, for logs and pipes: one a report.</summary>
internal sealed class SweepPlainLines(IAnsiConsole console) : SweepView
{
    public override void Begin(SweepHeading heading) => heading.Write(console);

    public override void End(SweepHeading heading, SweepProgress last) => SweepReportText.Write(console, heading, last);

    protected override async Task Show(SweepHeading heading, IAsyncEnumerable<SweepProgress> course)
    {
        var news = new SweepNews();
        await foreach (var progress in course)
        {
            foreach (var (trial, report) in news.In(progress))
                Line(progress, trial, report);
        }

        void Line(SweepProgress progress, Trial trial, TrialFigures? report)
        {
            var best = Leaderboard.Best(heading.Spec.Objective, progress.Trials);
            string what = report is null ? $"failed: {trial.Failure}"
                : $"{heading.Spec.Objective.Metric} {Figures.Objective(report.Objective)} after {Figures.Count(report.Iteration)} iterations{(report.Donor is { } donor ? $", from trial {donor}" : "")}";
            string so = best is null ? "" : $"   best so far: trial {best.Number}, {Figures.Objective(best.Latest!.Objective)} after {Figures.Count(best.Latest.Iteration)}";
            console.Profile.Out.Writer.WriteLine($"{Figures.Duration(progress.Elapsed),8}  trial {trial.Number,3}  {what}   [{trial.Configuration}]{so}");
            console.Profile.Out.Writer.Flush();
        }
    }
}
