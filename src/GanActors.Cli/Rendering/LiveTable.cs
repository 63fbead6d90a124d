using GanActors.Duel;
using GanActors.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanActors.Cli.Rendering;

/// <summary>The run as one panel that is drawn anew at every look.</summary>
internal sealed class LiveTable(IAnsiConsole console) : RunView
{
    private const int WidestPanel = 120;
    private const int LabelWidth = 13;
    private const int FigureWidth = 11;
    private static readonly Color Discriminating = Color.DeepSkyBlue1;
    private static readonly Color Generating = Color.Orange1;

    public override void Note(string text) => console.MarkupLineInterpolated($"[grey]{text}[/]");

    public override void Begin(RunHeading heading) => HeadingText.Write(console, heading);

    public override void End(RunHeading heading, RunProgress last, Leavings leavings) =>
        FinalReport.Write(console, last, Outcome, leavings);

    protected override async Task Show(RunHeading heading, IAsyncEnumerable<Snapshot> course)
    {
        var seen = new RunCourse();
        await console.Live(new Text("")).AutoClear(false).Overflow(VerticalOverflow.Ellipsis).StartAsync(async live =>
        {
            await foreach (var snapshot in course)
            {
                seen.Add(snapshot.Progress);
                var panel = Draw(heading, snapshot, seen, console.Profile.Width, console.Profile.Capabilities.Unicode);
                // The cursor waits on a line of its own: an echoed ^C behind a full line would wrap and shift the panel.
                live.UpdateTarget(new Rows(panel, Text.Empty));
                live.Refresh();
            }
        });
    }

    internal static IRenderable Draw(RunHeading heading, Snapshot snapshot, RunCourse seen, int consoleWidth, bool unicode)
    {
        var progress = snapshot.Progress;
        int width = Math.Clamp(consoleWidth, 60, WidestPanel);
        int inner = width - 4;
        int column = (inner - LabelWidth - 2) / 2;
        List<IRenderable> lines =
        [
            Length(progress, inner, unicode),
            Pace(progress),
            Text.Empty,
            Players(progress, seen, column, unicode),
            Text.Empty,
            Sides(heading, progress, column, unicode),
            Text.Empty,
            .. Evaluations(heading, seen, inner),
            Turn(heading, snapshot),
            Sheet(heading, seen, inner),
        ];
        if (seen.LastDecision is { } decision)
            lines.Insert(lines.Count - 1, Fitting(DuelState.InWords(decision), inner, new Style(Color.Grey)));
        foreach (var alarm in seen.Alarms)
            lines.Insert(lines.Count - 1, Fitting(alarm.ToString(), inner, new Style(Color.Red)));
        if (seen.LastEpoch is { } epoch)
            lines.Insert(lines.Count - 1, new Text(DuelState.InWords(epoch)));
        return new Panel(new Rows(lines))
        {
            Border = unicode ? BoxBorder.Rounded : BoxBorder.Ascii,
            BorderStyle = new Style(Color.Grey),
            Header = new PanelHeader($" [bold]{Markup.Escape(heading.Order.Run.Value)}[/] "),
            Width = width,
            Padding = new Padding(1, 0),
        };
    }

    private static Markup Length(RunProgress progress, int width, bool unicode)
    {
        double share = progress.TotalIterations > 0 ? (double)progress.Iterations / progress.TotalIterations : 0;
        string text = $"{Figures.Count(progress.Iterations)} / {Figures.Count(progress.TotalIterations)}  {Figures.Share(share),7}";
        return new Markup($"{Bar.Markup(share, Math.Max(0, width - text.Length - 2), Color.Green, unicode)}  [bold]{text}[/]");
    }

    private static Markup Pace(RunProgress progress)
    {
        string epoch = progress.Latest is { } row ? Figures.Epoch(row.Epoch) : "-";
        string left = progress.State == RunState.Running ? $"   {Figures.Duration(progress.Left)} left" : "";
        return new Markup(
            $"epoch [bold]{epoch}[/]   [bold]{Figures.Rate(progress.IterationsPerSecond)}[/] iterations/s   {Figures.Duration(progress.Elapsed)} gone{left}");
    }

    private static Grid Players(RunProgress progress, RunCourse seen, int column, bool unicode)
    {
        var row = progress.Latest;
        var grid = Columns(column);
        grid.AddRow(new Text(""), Player("discriminator", Discriminating, Phase.Discriminator), Player("generator", Generating, Phase.Generator));
        grid.AddRow(new Text("loss"), Loss(row?.DiscriminatorLoss, seen.DiscriminatorLoss, Discriminating), Loss(row?.GeneratorLoss, seen.GeneratorLoss, Generating));
        grid.AddRow(new Text("gradient norm"), Norm(row?.DiscriminatorGradientNorm), Norm(row?.GeneratorGradientNorm));
        return grid;

        Markup Player(string name, Color colour, Phase phase)
        {
            string state = progress.State != RunState.Running || progress.Turn is null ? ""
                : DuelState.Learns(progress, phase) ? $" [bold]{(unicode ? '●' : '*')} learns[/]"
                : $" [grey]{(unicode ? '○' : '-')} frozen[/]";
            return new Markup($"[bold {colour.ToMarkup()}]{name}[/]{state}");
        }

        Markup Loss(double? loss, LossHistory history, Color colour)
        {
            string text = Figures.Real(loss ?? double.NaN).PadRight(8);
            string line = Sparkline.Of(history.Points(column - FigureWidth), unicode);
            return new Markup($"{text}  [{colour.ToMarkup()}]{Markup.Escape(line)}[/]");
        }

        static Text Norm(double? norm) => new(Figures.Real(norm ?? double.NaN));
    }

    private static Grid Sides(RunHeading heading, RunProgress progress, int column, bool unicode)
    {
        var row = progress.Latest;
        var grid = Columns(column);
        grid.AddRow(new Text(""), Side("real", real: true), Side("generated", real: false));
        grid.AddRow(new Text("D is right"), Accuracy(row?.AccuracyReal), Accuracy(row?.AccuracyFake));
        string fooled = row is null || double.IsNaN(row.ScoreFooled) ? "" : $" {(unicode ? '→' : '>')} {Figures.Score(row.ScoreFooled)}";
        grid.AddRow(
            new Text("mean score"),
            new Text($"D(x) {Figures.Score(row?.ScoreReal ?? double.NaN)}"),
            new Text($"D(G(z)) {Figures.Score(row?.ScoreFake ?? double.NaN)}{fooled}"));
        return grid;

        Markup Side(string name, bool real)
        {
            bool fed = progress.State == RunState.Running && DuelState.SwitchFeedsReal(progress.Turn, heading.Recipe.Schedule) == real;
            return new Markup($"[bold]{name}[/]{(fed ? unicode ? " [bold yellow]◀ switch[/]" : " [bold yellow]< switch[/]" : "")}");
        }

        Markup Accuracy(double? share)
        {
            string text = Figures.Share(share ?? double.NaN).PadRight(8);
            return new Markup($"{text}  {Bar.Markup(share ?? double.NaN, column - FigureWidth, Color.Green, unicode)}");
        }
    }

    private static Text Turn(RunHeading heading, Snapshot snapshot)
    {
        string words = DuelState.InWords(snapshot.Progress, heading.Recipe.Schedule, snapshot.Stopping);
        return snapshot.Stopping ? new Text($"{words} (Ctrl-C again ends at once)", new Style(Color.Yellow)) : new Text(words);
    }

    private static IEnumerable<IRenderable> Evaluations(RunHeading heading, RunCourse seen, int width)
    {
        if (seen.LastEvaluation is null && seen.Preparation is null)
            yield break;
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn { Width = LabelWidth, NoWrap = true, Padding = new Padding(0, 0, 1, 0) });
        grid.AddColumn(new GridColumn { Width = width - LabelWidth - 1, Padding = new Padding(0) });
        if (seen.Preparation is { } preparation)
            grid.AddRow(new Text("evaluation"), new Text(preparation, new Style(Color.Yellow)));
        if (seen is { LastEvaluation: { } last, BestEvaluation: { } best })
        {
            grid.AddRow(new Text("evaluation"), new Text(EvaluationText.OfIteration(last)));
            // A run that goes on has told those before to another process.
            string since = heading.Started.Done > 0 ? $"since {Figures.Count(heading.Started.Done)}" : "so far";
            if (EvaluationText.Leading(best) is { } leading)
                grid.AddRow(new Text(""), new Text($"best {since}: {leading}"));
            grid.AddRow(new Text(""), new Text(EvaluationText.Basis(last.Report), new Style(Color.Grey)));
        }

        yield return grid;
        yield return Text.Empty;
    }

    private static Text Fitting(string words, int width, Style style) => new(words.Length > width ? words[..(width - 3)] + "..." : words, style);

    private static Text Sheet(RunHeading heading, RunCourse seen, int width)
    {
        string label = seen.LastSheet is { } sheet ? $"samples after {Figures.Count(sheet.Iteration)}: " : "samples will lie in ";
        string path = RunPaths.Short(seen.LastSheet?.Path ?? heading.Order.Folder);
        // The end of a path tells more than its beginning; the whole one stands in the final report.
        int room = width - label.Length;
        return new Text(label + (path.Length > room ? "..." + path[^(room - 3)..] : path), new Style(Color.Grey));
    }

    private static Grid Columns(int column)
    {
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn { Width = LabelWidth, NoWrap = true, Padding = new Padding(0, 0, 1, 0) });
        grid.AddColumn(new GridColumn { Width = column, NoWrap = true, Padding = new Padding(0, 0, 1, 0) });
        grid.AddColumn(new GridColumn { Width = column, NoWrap = true, Padding = new Padding(0) });
        return grid;
    }
}
