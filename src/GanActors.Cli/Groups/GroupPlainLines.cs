using GanActors.Cells;
using GanActors.Cli.Rendering;
using GanActors.Runs;
using GanActors.Server.Runs;
using Spectre.Console;

namespace GanActors.Cli.Groups;

/// <summary>The group as lines of text, for logs and pipes: one an epoch.</summary>
internal sealed class GroupPlainLines(IAnsiConsole console) : GroupView
{
    public override void Begin(GroupSpec spec, RunFolder folder, CellsStarted started) => GroupText.Begin(console, spec, folder, started);

    public override void End(RunFolder folder, CellsProgress last) => GroupText.End(console, folder, last);

    public override async Task Show(IAsyncEnumerable<CellsProgress> course)
    {
        var output = console.Profile.Out.Writer;
        long told = 0;
        await foreach (var progress in course)
        {
            foreach (var notice in progress.Events.OfType<NoticeEvent>().Where(notice => notice.Kind != NoticeKinds.Opened))
                output.WriteLine($"{notice.Kind.Replace('_', ' ')} after {Figures.Count(notice.Iteration)} epochs: {notice.Words}");
            if (progress.Epoch > told)
                output.WriteLine(GroupText.Epoch(progress));
            told = progress.Epoch;
            output.Flush();
        }
    }
}
