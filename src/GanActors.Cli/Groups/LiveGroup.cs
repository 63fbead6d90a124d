using GanActors.Cells;
using GanActors.Cli.Rendering;
using GanActors.Server.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GanActors.Cli.Groups;

/// <summary>The group as a grid that is drawn anew at every look: each member's epoch, losses and fitness, the best ones marked.</summary>
internal sealed class LiveGroup(IAnsiConsole console) : GroupView
{
    private const int WidestPanel = 140, MostColumns = 8;

    public override void Begin(GroupSpec spec, RunFolder folder, CellsStarted started) => GroupText.Begin(console, spec, folder, started);

    public override void End(RunFolder folder, CellsProgress last) => GroupText.End(console, folder, last);

    public override async Task Show(IAsyncEnumerable<CellsProgress> course) =>
        await console.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Ellipsis).StartAsync(async live =>
        {
            await foreach (var progress in course)
            {
                live.UpdateTarget(new Rows(Draw(progress, console.Profile.Width, console.Profile.Capabilities.Unicode), Text.Empty));
                live.Refresh();
            }
        });

    internal static IRenderable Draw(CellsProgress progress, int consoleWidth, bool unicode)
    {
        int width = Math.Clamp(consoleWidth, 60, WidestPanel);
        double share = progress.Epochs > 0 ? progress.Epoch / (double)progress.Epochs : 0;
        return new Panel(new Rows(
            new Markup($"{Bar.Markup(share, width - 14, Color.Green, unicode)}  [bold]{Figures.Share(share),7}[/]"),
            new Text(GroupText.Epoch(progress)),
            Grid(progress)))
        {
            Border = unicode ? BoxBorder.Rounded : BoxBorder.Ascii,
            BorderStyle = new Style(Color.Grey),
            Width = width,
            Padding = new Padding(1, 0),
        };
    }

    private static Grid Grid(CellsProgress progress)
    {
        var grid = new Grid { Expand = false };
        // A row of the grid in a row of the terminal, as far as it is wide; what does not fit is in cells.csv.
        int columns = Math.Min(MostColumns, progress.Members.Select(member => member.Place.Column).DefaultIfEmpty(0).Max() + 1);
        for (int column = 0; column < columns; column++)
            grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 1, 3, 0) });
        double best = progress.Members.Select(member => member.Row?.GeneratorFitness ?? double.NaN).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        foreach (var row in progress.Members.Where(member => member.Place.Column < columns).GroupBy(member => member.Place.Row).OrderBy(row => row.Key))
            grid.AddRow([.. row.OrderBy(member => member.Place.Column).Select(member => (IRenderable)Member(member, best))]);
        return grid;
    }

    private static Markup Member(CellStanding member, double best)
    {
        string name = Markup.Escape(member.Place.ToString());
        if (member.Row is not { } row)
            return new Markup($"[grey]{name}\nepoch 0[/]");
        string colour = row.GeneratorFitness == best ? "green" : "default";
        string mixture = member.Mixture is { } mixed ? $"\nFID {Figures.Real(mixed.Fid)}" : "";
        return new Markup(
            $"[bold {colour}]{name}[/] [grey]epoch {member.Epoch}[/]\nG {Figures.Real(row.GeneratorFitness)}\nD {Figures.Real(row.DiscriminatorFitness)}{mixture}");
    }
}
