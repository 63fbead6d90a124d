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

    [Fact]
    public async Task An_epoch_is_told_with_its_accuracy_in_per_cent_and_again_at_the_end()
    {
        var (console, text) = Sample.Console(160);
        var (view, heading) = (new PlainLines(console), Sample.Heading());
        var last = await view.Follow(heading, Sample.Course(
            Sample.Progress(4680, events: [new EpochEvent(1, 10, 0.981, 0.973), new SheetEvent(2, 4680, "/runs/r/samples/epoch-0010.png")]),
            Sample.Progress(20_000, RunState.Completed, events: new EndEvent(3, RunState.Completed, "all iterations done"))));
        string log = text.ToString();
        Assert.Contains("\nepoch 10: D right on 97.7 % (real 98.1 %, generated 97.3 %)\nsamples after 4,680: ", log, StringComparison.Ordinal);
        view.End(heading, last, new Leavings("/runs/r", null, []));
        Assert.Contains("\nepochs  epoch 10: D right on 97.7 %", text.ToString()[log.Length..], StringComparison.Ordinal);
        Assert.DoesNotContain("all iterations done", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_ends_before_its_length_says_why_and_the_modes_it_has_found()
    {
        var (console, text) = Sample.Console(160);
        var (view, heading) = (new PlainLines(console), Sample.Heading());
        var last = await view.Follow(heading, Sample.Course(Sample.Progress(
            700, RunState.Completed, events: [new ModesEvent(1, 7, 8, 0.9444, 2_500), new EndEvent(2, RunState.Completed, "the discriminator is fooled half the time")])));
        view.End(heading, last, new Leavings("/runs/r", null, []));
        Assert.Contains("\nwhy     the discriminator is fooled half the time\n", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nmodes   7 of 8; 94.4 % of 2,500 points within 3 standard deviations of one\n", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decisions_of_the_schedule_are_told_with_the_figures_and_counted_between()
    {
        string text = await Log(
            Sample.Progress(100, events: new GateEvent(1, Sample.Decision(90, GateMove.Frozen))),
            Sample.Progress(101, events: [new GateEvent(2, Sample.Decision(95, GateMove.Thawed)), new GateEvent(3, Sample.Decision(99, GateMove.Frozen)), new GateEvent(4, Sample.Decision(100, GateMove.Thawed))]),
            Sample.Progress(20_000, RunState.Completed));
        Assert.Contains("\n4 decisions of the schedule, the last: discriminator thawed from iteration 100: its accuracy of 0.86 is above 0.8\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("from iteration 90", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alarm_is_a_line_when_it_is_raised_and_when_it_is_over_and_stands_in_the_report()
    {
        var (console, text) = Sample.Console(160);
        var (view, heading) = (new PlainLines(console), Sample.Heading());
        var last = await view.Follow(heading, Sample.Course(
            Sample.Progress(700, events: new AlarmEvent(1, Sample.Alarm(raised: true))),
            Sample.Progress(900, events: [new AlarmEvent(2, Sample.Alarm(raised: false)), new AlarmEvent(3, Sample.Alarm(raised: true))]),
            Sample.Progress(1000, RunState.Stopped, events: new EndEvent(4, RunState.Stopped, Sample.Alarm(raised: true).ToString()))));
        string log = text.ToString();
        Assert.Contains("\niteration 700: alarm one_sided: D is right on 99 % of real and 2 % of generated items\n", log, StringComparison.Ordinal);
        Assert.Contains("\niteration 700: alarm one_sided is over: D is right on 99 % of real and 2 % of generated items\n", log, StringComparison.Ordinal);
        view.End(heading, last, new Leavings("/runs/r", null, []));
        string report = text.ToString()[log.Length..];
        Assert.Contains("\nwhy     alarm one_sided: D is right", report, StringComparison.Ordinal);
        Assert.Contains("\nalarm   one_sided after 700, raised 2 times: D is right on 99 %", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_and_evaluations_are_lines()
    {
        string text = await Log(Sample.Progress(3000, events:
        [
            new NoticeEvent(1, NoticeKinds.RolledBack, 700, "alarm one_sided: it is; roll-back 1 of at most 3, learning rates times 0.5"),
            new NoticeEvent(2, NoticeKinds.Preparation, 3000, "training the classifier of mnist, once on this machine"),
            new EvaluationEvent(3, Sample.Generator(3000), Sample.Evaluation(60.5)),
        ]));
        Assert.Contains("\nrolled back after 700: alarm one_sided: it is; roll-back 1 of at most 3, learning rates times 0.5\n", text, StringComparison.Ordinal);
        Assert.Contains("\npreparation after 3,000: training the classifier of mnist, once on this machine\n", text, StringComparison.Ordinal);
        Assert.Contains("\nevaluated after 3,000: FID 60.5000 (real 1.2500), KID 0.0310 (2,500 samples, mnist classifier 1a2b3c4d (98.9 %))\n", text, StringComparison.Ordinal);
    }

    private static async Task<string> Log(params RunProgress[] course)
    {
        var (console, text) = Sample.Console(160);
        await new PlainLines(console).Follow(Sample.Heading(), Sample.Course(course));
        return text.ToString();
    }
}
