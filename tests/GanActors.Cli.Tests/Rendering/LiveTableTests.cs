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
