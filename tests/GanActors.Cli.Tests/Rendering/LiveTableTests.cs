using GanActors.Cli.Rendering;
using GanActors.Duel;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Cli.Tests.Rendering;

public sealed class LiveTableTests
{
    [Fact]
    public void It_shows_every_figure_of_a_run_at_80_columns() => Approved.Match(Draw(80, Sample.Progress(5000, events: Events(40))));

    [Fact]
    public void It_uses_the_room_of_120_columns() => Approved.Match(Draw(120, Sample.Progress(5000, phase: Phase.Generator, events: Events(400))));

    [Fact]
    public void It_grows_no_wider_than_120_columns() => Assert.All(Lines(Draw(200, Sample.Progress(5000))), line => Assert.True(line.Length <= 120));

    [Fact]
    public void It_has_no_figures_before_the_first_iteration() => Approved.Match(Draw(80, Sample.Progress(0)));

    [Fact]
    public void It_needs_no_box_drawing_characters()
    {
        string drawn = Draw(80, Sample.Progress(5000, events: Events(40)), unicode: false);
        Assert.All(drawn, c => Assert.True(char.IsAscii(c), $"'{c}'"));
    }

    [Theory]
    [InlineData(Phase.Discriminator, "discriminator learns, generator frozen")]
    [InlineData(Phase.Generator, "generator learns, discriminator frozen")]
    public void It_says_whose_turn_it_is(Phase phase, string words) => Assert.Contains(words, Draw(80, Sample.Progress(10, phase: phase)), StringComparison.Ordinal);

    [Theory]
    [InlineData(10, "the switch feeds real images")]
    [InlineData(11, "the switch feeds generated images")]
    public void Of_a_switched_study_it_says_what_the_switch_feeds(long iteration, string words) =>
        Assert.Contains(words, Draw(80, Sample.Progress(iteration), study: StudyKind.Switched), StringComparison.Ordinal);

    [Theory]
    [InlineData(10, "real ◀ switch", "generated ◀ switch")]
    [InlineData(11, "generated ◀ switch", "real ◀ switch")]
    public void Of_a_switched_study_it_marks_the_side_that_the_switch_feeds(long iteration, string marked, string other)
    {
        string drawn = Draw(80, Sample.Progress(iteration), study: StudyKind.Switched);
        Assert.Contains(marked, drawn, StringComparison.Ordinal);
        Assert.DoesNotContain(other, drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void The_accuracy_of_the_last_epoch_told_stands_in_it() => Assert.Contains(
        "epoch 10: D right on 97.7 %", Draw(80, Sample.Progress(10, events: new EpochEvent(1, 10, 0.981, 0.973))), StringComparison.Ordinal);

    [Fact]
    public void Of_any_other_study_it_speaks_of_no_switch() =>
        Assert.DoesNotContain("switch", Draw(80, Sample.Progress(10)), StringComparison.Ordinal);

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void It_shows_the_newest_evaluation_what_it_rests_on_and_the_best_so_far(int width)
    {
        string[] lines = Lines(Draw(width, Sample.Progress(9000, events:
        [
            new EvaluationEvent(1, Sample.Generator(3000), Sample.Evaluation(60.5)), new EvaluationEvent(2, Sample.Generator(6000), Sample.Evaluation(39.25)),
            new EvaluationEvent(3, Sample.Generator(9000), Sample.Evaluation(41.5)),
        ])));
        string words = string.Join(' ', lines.Select(line => line.Trim('│', ' ', '\r')));
        Assert.Contains("evaluation    after 9,000: FID 41.5000 (real 1.2500), KID 0.0310 best so far: FID 39.2500 after 6,000 ", words, StringComparison.Ordinal);
        Assert.Contains("2,500 samples, mnist classifier 1a2b3c4d (98.9 %)", words, StringComparison.Ordinal);
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
    }

    [Fact]
    public void An_evaluation_by_another_extractor_is_not_compared()
    {
        var other = Sample.Evaluation(70);
        string drawn = Draw(80, Sample.Progress(9000, events:
        [
            new EvaluationEvent(1, Sample.Generator(3000), Sample.Evaluation(60.5)),
            new EvaluationEvent(2, Sample.Generator(6000), other with { Extractor = other.Extractor! with { Hash = "ffffffff" } }),
        ]));
        Assert.Contains("best so far: FID 70.0000 after 6,000", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_what_the_machine_does_before_it_can_evaluate()
    {
        var words = new NoticeEvent(1, NoticeKinds.Preparation, 3000, "training the classifier of mnist, once on this machine");
        Assert.Contains("evaluation    training the classifier of mnist, once on this machine", Draw(80, Sample.Progress(3000, events: words)), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "training the classifier",
            Draw(80, Sample.Progress(3000, events: [words, new EvaluationEvent(2, Sample.Generator(3000), Sample.Evaluation(60))])), StringComparison.Ordinal);
    }

    [Fact]
    public void An_alarm_stands_in_it_until_it_is_over()
    {
        var raised = new AlarmEvent(1, Sample.Alarm(raised: true));
        Assert.Contains("alarm one_sided: D is right on 99 % of real and 2 %", Draw(120, Sample.Progress(700, events: raised)), StringComparison.Ordinal);
        Assert.DoesNotContain("one_sided", Draw(120, Sample.Progress(700, events: [raised, new AlarmEvent(2, Sample.Alarm(raised: false))])), StringComparison.Ordinal);
        Assert.All(Lines(Draw(60, Sample.Progress(700, events: raised))), line => Assert.True(line.Length <= 60, line));
    }

    [Fact]
    public void The_last_decision_of_the_schedule_stands_in_it()
    {
        string drawn = Draw(120, Sample.Progress(700, events: [new GateEvent(1, Sample.Decision(120, GateMove.Frozen)), new GateEvent(2, Sample.Decision(140, GateMove.Thawed))]));
        Assert.Contains("discriminator thawed from iteration 140: its accuracy of 0.86 is above 0.8", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("from iteration 120", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_that_the_run_is_stopping() =>
        Assert.Contains("stopping after this iteration", Draw(120, Sample.Progress(10), stopping: true), StringComparison.Ordinal);

    [Fact]
    public void It_calls_no_network_frozen_once_the_run_is_done()
    {
        string drawn = Draw(80, Sample.Progress(20_000, RunState.Completed));
        Assert.DoesNotContain("frozen", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("left", drawn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void No_line_is_wider_than_the_console(int width) =>
        Assert.All(Lines(Draw(width, Sample.Progress(5000, events: Events(1000)))), line => Assert.True(line.Length <= width, line));

    [Fact]
    public async Task On_a_terminal_it_draws_every_look_over_the_one_before()
    {
        var (console, text) = Sample.Console(80, ansi: true);
        await new LiveTable(console).Follow(Sample.Heading(), Sample.Course(Sample.Progress(1000), Sample.Progress(20_000, RunState.Completed)));
        string drawn = text.ToString();
        int first = drawn.IndexOf("1,000 / 20,000", StringComparison.Ordinal), last = drawn.IndexOf("20,000 / 20,000", StringComparison.Ordinal);
        Assert.InRange(first, 0, last);
        Assert.Matches("\e\\[[0-9]+A", drawn[first..last]); // Cursor up.
    }

    private static RunEvent[] Events(int count) =>
    [
        .. Enumerable.Range(1, count).Select(i =>
            new MetricsEvent(i, Sample.Row(i) with { GeneratorLoss = 3 + Math.Sin(i / 4.0), DiscriminatorLossFake = i / 100.0 })),
        new SheetEvent(count + 1, 5000, "/home/ada/runs/keras-mnist-mlp-20260102-030405/samples/005000.png"),
    ];

    private static string[] Lines(string text) => text.Split('\n');

    private static string Draw(int width, RunProgress progress, bool stopping = false, StudyKind study = StudyKind.Separate, bool unicode = true)
    {
        var (console, text) = Sample.Console(width);
        console.Profile.Capabilities.Unicode = unicode;
        var seen = new RunCourse();
        seen.Add(progress);
        console.Write(LiveTable.Draw(Sample.Heading(study), new Snapshot(progress, stopping), seen, width, unicode));
        return text.ToString();
    }
}
