using GanActors.Runs;
using Spectre.Console;

namespace GanActors.Cli.Rendering;

/// <summary>The run as lines of text, for logs and pipes.</summary>
internal sealed class PlainLines(IAnsiConsole console) : RunView
{
    private const double ShareBetweenLines = 0.05;

    public override void Note(string text) => Line(text);

    public override void Begin(RunHeading heading) => HeadingText.Write(console, heading);

    public override void End(RunHeading heading, RunProgress last, Leavings leavings) =>
        FinalReport.Write(console, last, Outcome, leavings);

    protected override async Task Show(RunHeading heading, IAsyncEnumerable<Snapshot> course)
    {
        bool saidStopping = false;
        double nextShare = 0;
        long told = -1, decisions = 0;
        GateDecision? decision = null;
        var nextTime = TimeSpan.Zero;
        await foreach (var snapshot in course)
        {
            var progress = snapshot.Progress;
            if (snapshot.Stopping && !saidStopping)
            {
                saidStopping = true;
                Line($"stopping after iteration {Figures.Count(progress.Iterations + 1)}; Ctrl-C again ends at once");
            }

            double share = progress.TotalIterations > 0 ? (double)progress.Iterations / progress.TotalIterations : 0;
            bool due = share >= nextShare || progress.Elapsed >= nextTime || progress.State != RunState.Running;
            if (due && progress.Latest is { } row && progress.Iterations > told)
            {
                told = progress.Iterations;
                Line(Describe(heading, snapshot, row));
                if (decision is not null)
                    Line((decisions > 1 ? $"{Figures.Count(decisions)} decisions of the schedule, the last: " : "") + DuelState.InWords(decision));
                (decisions, decision) = (0, null);
                nextShare = (Math.Floor(share / ShareBetweenLines) + 1) * ShareBetweenLines;
                nextTime = progress.Elapsed + Pause(progress.Elapsed);
            }

            foreach (var happening in progress.Events)
            {
                if (happening is GateEvent gate)
                    (decisions, decision) = (decisions + 1, gate.Decision);
                else if (happening is AlarmEvent { Alarm: var alarm })
                    Line($"iteration {Figures.Count(alarm.Iteration)}: {alarm}");
                else if (happening is EpochEvent epoch)
                    Line(DuelState.InWords(epoch));
                else if (happening is SheetEvent sheet)
                    Line($"samples after {Figures.Count(sheet.Iteration)}: {sheet.Path}");
                else if (happening is EvaluationEvent evaluation)
                    Line(EvaluationText.InWords(evaluation));
                else if (happening is NoticeEvent { Kind: not NoticeKinds.Opened } notice)
                    Line($"{notice.Kind.Replace('_', ' ')} after {Figures.Count(notice.Iteration)}: {notice.Words}");
            }
        }
    }

    /// <summary>Two seconds at first; later a growing share of the run's age, so that the log of a day's run can still be read.</summary>
    private static TimeSpan Pause(TimeSpan age) => TimeSpan.FromSeconds(Math.Max(2, age.TotalSeconds / 30));

    private static string Describe(RunHeading heading, Snapshot snapshot, MetricsRow row)
    {
        var progress = snapshot.Progress;
        double share = progress.TotalIterations > 0 ? (double)progress.Iterations / progress.TotalIterations : 0;
        string total = Figures.Count(progress.TotalIterations);
        string left = progress.State == RunState.Running ? $"{Figures.Duration(progress.Left)} left, " : "";
        return $"{Figures.Count(progress.Iterations).PadLeft(total.Length)}/{total} {Figures.Share(share),7}  epoch {Figures.Epoch(row.Epoch)}"
            + $"  D loss {Figures.Real(row.DiscriminatorLoss)}  G loss {Figures.Real(row.GeneratorLoss)}"
            + $"  D right on real {Figures.Share(row.AccuracyReal)}, on fake {Figures.Share(row.AccuracyFake)}"
            + $"  D(x) {Figures.Score(row.ScoreReal)}  D(G(z)) {Figures.Score(row.ScoreFake)}"
            + $"  gradients D {Figures.Real(row.DiscriminatorGradientNorm)} G {Figures.Real(row.GeneratorGradientNorm)}"
            + $"  {Figures.Rate(progress.IterationsPerSecond)} it/s  {left}{DuelState.InWords(progress, heading.Recipe.Schedule, snapshot.Stopping)}";
    }

    /// <summary>Past Spectre's word wrap: a line of a log is a line, however long.</summary>
    private void Line(string text)
    {
        console.Profile.Out.Writer.WriteLine(text);
        console.Profile.Out.Writer.Flush();
    }
}
