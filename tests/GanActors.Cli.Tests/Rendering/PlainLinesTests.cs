using GanActors.Cli.Rendering;
using GanActors.Duel;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Cli.Tests.Rendering;

public sealed class PlainLinesTests
{
    [Fact]
    public async Task A_run_reads_as_a_log()
    {
        var (console, text) = Sample.Console(160);
        var heading = Sample.Heading();
        var view = new PlainLines(console);
        view.Note("mnist is at hand");
        view.Begin(heading);
        var last = await view.Follow(heading, Sample.Course(
            Sample.Progress(0),
            Sample.Progress(1, events: new SheetEvent(1, 0, "/runs/r/samples/000000.png")),
            Sample.Progress(900),
            Sample.Progress(1000, phase: Phase.Generator, events: new SheetEvent(2, 1000, "/runs/r/samples/001000.png")),
            Sample.Progress(20_000, RunState.Completed)));
        view.End(heading, last, new Leavings("/runs/r", "/runs/r/samples/020000.png", ["/runs/r/losses.png", "/runs/r/metrics.csv"]));
        Approved.Match(text.ToString());
    }

    [Fact]
    public async Task There_is_a_line_every_five_per_cent_however_fast_the_run()
    {
        string text = await Log([.. Enumerable.Range(1, 200).Select(i => Sample.Progress(i * 100, i == 200 ? RunState.Completed : RunState.Running) with { Elapsed = TimeSpan.Zero })]);
        Assert.Equal(21, text.Split('\n').Count(line => line.Contains("D loss", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task There_is_a_line_every_two_seconds_while_a_run_is_young()
    {
        string text = await Log([.. Enumerable.Range(1, 40).Select(i => Sample.Progress(i) with { Elapsed = TimeSpan.FromSeconds(i * 0.5) })]);
        Assert.Equal(10, text.Split('\n').Count(line => line.Contains("D loss", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_failed_run_says_so()
    {
        string text = await Log(Sample.Progress(7, RunState.Failed));
        Assert.Contains("failed", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_switched_study_shows_what_the_switch_feeds()
    {
        var (console, text) = Sample.Console(160);
        await new PlainLines(console).Follow(Sample.Heading(StudyKind.Switched), Sample.Course(Sample.Progress(4), Sample.Progress(20_000, RunState.Completed)));
        Assert.Contains("the switch feeds real images", text.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> Log(params RunProgress[] course)
    {
        var (console, text) = Sample.Console(160);
        await new PlainLines(console).Follow(Sample.Heading(), Sample.Course(course));
        return text.ToString();
    }
}
