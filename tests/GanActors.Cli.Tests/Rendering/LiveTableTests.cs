using GanActors.Cli.Rendering;
using GanActors.Duel;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Cli.Tests.Rendering;

public sealed class LiveTableTests
{
    [Fact]
    public void It_shows_every_figure_of_a_run_at_80_columns()
    {
        string drawn = Draw(80, Sample.Progress(5000, events: Events(40)));
        Assert.Equal(
            """
            """,
            drawn,
            ignoreLineEndingDifferences: true);
    }

    private static RunEvent[] Events(int count) =>
    [
        .. Enumerable.Range(1, count).Select(i => new MetricsEvent(i, Sample.Row(i) with { GeneratorLoss = 3 + Math.Sin(i / 4.0), DiscriminatorLossFake = i / 100.0 })),
        new SheetEvent(count + 1, 5000, "/home/ada/runs/keras-mnist-mlp-20260102-030405/samples/005000.png"),
    ];

    private static string Draw(int width, RunProgress progress, bool stopping = false, StudyKind study = StudyKind.Separate)
    {
        var (console, text) = Sample.Console(width);
        var seen = new RunCourse();
        seen.Add(progress);
        console.Write(LiveTable.Draw(Sample.Heading(study), new Snapshot(progress, stopping), seen, width, unicode: true));
        return text.ToString();
    }
}
