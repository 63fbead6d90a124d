using GanActors.Cli.Rendering;
using GanActors.Sweeps;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanActors.Cli.Sweeps;

/// <summary>The sweep as one panel that is drawn anew at every look: how far it is, its rungs, and its best trials.</summary>
internal sealed class LiveLeaderboard(IAnsiConsole console) : SweepView
{
    private const int WidestPanel = 140, Rows = 12;

    public override void Begin(SweepHeading heading) => heading.Write(console);

    public override void End(SweepHeading heading, SweepProgress last) => SweepReportText.Write(console, heading, last);

    protected override async Task Show(SweepHeading heading, IAsyncEnumerable<SweepProgress> course) =>
        await console.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Ellipsis).StartAsync(async live =>
        {
            await foreach (var progress in course)
            {
                live.UpdateTarget(new Rows(Draw(console, heading, progress), Text.Empty));
                live.Refresh();
            }
        });

    internal static IRenderable Draw(IAnsiConsole console, SweepHeading heading, SweepProgress progress)
    {
        int width = Math.Clamp(console.Profile.Width, 60, WidestPanel);
        bool unicode = console.Profile.Capabilities.Unicode;
        var spec = heading.Spec;
        List<IRenderable> lines = [Length(progress, spec, width - 4, unicode), new Text(Pace(progress, spec))];
        if (Leaderboard.Best(spec.Objective, progress.Trials) is { } best)
            lines.Add(new Markup($"best so far: [bold]{spec.Objective.Metric} {Figures.Objective(best.Latest!.Objective)}[/] of trial {best.Number} after {Figures.Count(best.Latest.Iteration)} iterations"));
        if (Rungs(progress) is { Length: > 0 } rungs)
            lines.Add(new Markup($"[grey]{Markup.Escape(rungs)}[/]"));
        lines.Add(SweepReportText.Table(console, spec.Objective, progress, Rows));
        return new Panel(new Rows(lines))
        {
            Border = unicode ? BoxBorder.Rounded : BoxBorder.Ascii,
            BorderStyle = new Style(Color.Grey),
            Header = new PanelHeader($" [bold]{Markup.Escape(heading.Sweep)}[/] "),
            Width = width,
            Padding = new Padding(1, 0),
        };
    }

    private static Markup Length(SweepProgress progress, SweepSpec spec, int width, bool unicode)
    {
        double share = SweepWork.Expected(spec, progress.Budget) is { } all ? Math.Min(1, progress.Iterations / (double)all) : double.NaN;
        string text = double.IsNaN(share) ? SweepReportText.Counts(progress) : $"{SweepReportText.Counts(progress)}  {Figures.Share(share),7}";
        return new Markup($"{Bar.Markup(share, Math.Max(0, width - text.Length - 2), Color.Green, unicode)}  [bold]{text}[/]");
    }

    private static string Pace(SweepProgress progress, SweepSpec spec)
    {
        string left = SweepWork.Expected(spec, progress.Budget) is { } all && progress.Iterations > 0
            ? $"   about {Figures.Duration(progress.Elapsed * Math.Max(0, (all / (double)progress.Iterations) - 1))} left"
            : "";
        string paused = progress.State == SweepState.Paused ? "   paused" : "";
        return $"{Figures.Rate(progress.IterationsPerSecond)} iterations/s together   {Figures.Duration(progress.Elapsed)} gone{left}{paused}";
    }

    /// <summary>How many trials have come how far, where that tells something.</summary>
    private static string Rungs(SweepProgress progress)
    {
        var rungs = progress.Trials.SelectMany(trial => trial.Reports).GroupBy(report => report.Iteration).OrderBy(rung => rung.Key).ToList();
        return rungs.Count is < 2 or > 12 ? "" : "rungs: " + string.Join("   ", rungs.Select(rung => $"{Figures.Count(rung.Key)}: {rung.Count()}"));
    }
}
