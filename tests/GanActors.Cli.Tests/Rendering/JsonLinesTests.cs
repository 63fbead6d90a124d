using System.Text.Json;
using GanActors.Cli.Rendering;
using GanActors.Runs;

namespace GanActors.Cli.Tests.Rendering;

public sealed class JsonLinesTests
{
    [Fact]
    public async Task Every_line_is_an_object_that_names_its_event()
    {
        var events = await Events();
        Assert.Equal(["started", "metrics", "sheet", "epoch", "metrics", "modes", "finished"], events.Select(each => each.GetProperty("event").GetString()));
    }

    [Fact]
    public async Task Started_tells_what_runs()
    {
        var started = (await Events())[0];
        Assert.Equal(Sample.Run.Value, started.GetProperty("run").GetString());
        Assert.Equal("keras-mnist-mlp", started.GetProperty("recipe").GetString());
        Assert.Equal("mnist", started.GetProperty("data").GetString());
        Assert.Equal(1, started.GetProperty("seed").GetInt64());
        Assert.Equal(20_000, started.GetProperty("iterations").GetInt64());
        Assert.Equal(114_064, started.GetProperty("generator_parameters").GetInt64());
        Assert.Equal(100_609, started.GetProperty("discriminator_parameters").GetInt64());
        Assert.Equal(214_673, started.GetProperty("parameters").GetInt64());
        Assert.Equal("separate", started.GetProperty("study").GetString());
        foreach (string name in new[] { "folder", "data_description", "device", "batch", "batches_per_epoch" })
            Assert.True(started.TryGetProperty(name, out _), name);
    }

    [Fact]
    public async Task Metrics_have_every_figure_under_its_name()
    {
        var metrics = (await Events())[1];
        Assert.Equal(
            [
                "event", "iteration", "epoch", "d_loss", "d_loss_real", "d_loss_fake", "g_loss", "d_accuracy_real", "d_accuracy_fake",
                "d_score_real", "d_score_fake", "d_score_fooled", "d_gradient_norm", "g_gradient_norm",
                "d_penalty", "d_lr", "g_lr", "d_steps", "g_steps",
            ],
            metrics.EnumerateObject().Select(property => property.Name));
        Assert.Equal(0.38, metrics.GetProperty("d_loss").GetDouble(), 1e-12);
        Assert.Equal(3.1416, metrics.GetProperty("g_loss").GetDouble());
    }

    [Fact]
    public async Task A_figure_that_is_no_number_is_null()
    {
        var metrics = (await Events())[4];
        Assert.Equal(JsonValueKind.Null, metrics.GetProperty("d_loss_fake").ValueKind);
        Assert.Equal(JsonValueKind.Null, metrics.GetProperty("d_loss").ValueKind);
        Assert.Equal(JsonValueKind.Null, metrics.GetProperty("d_gradient_norm").ValueKind);
    }

    [Fact]
    public async Task An_epoch_tells_the_accuracy_on_both_sides_and_together()
    {
        var epoch = (await Events())[3];
        Assert.Equal(10, epoch.GetProperty("epoch").GetInt64());
        Assert.Equal(0.625, epoch.GetProperty("d_accuracy").GetDouble());
        Assert.Equal(0.75, epoch.GetProperty("d_accuracy_real").GetDouble());
        Assert.Equal(0.5, epoch.GetProperty("d_accuracy_fake").GetDouble());
    }

    [Fact]
    public async Task Modes_tell_how_many_of_how_many_and_the_quality()
    {
        var modes = (await Events())[5];
        Assert.Equal((7, 8), (modes.GetProperty("captured").GetInt32(), modes.GetProperty("of").GetInt32()));
        Assert.Equal(0.875, modes.GetProperty("high_quality").GetDouble());
        Assert.Equal(2_500, modes.GetProperty("samples").GetInt32());
    }

    [Fact]
    public async Task Finished_tells_how_it_ended_and_what_is_left()
    {
        var finished = (await Events())[^1];
        Assert.Equal("completed", finished.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, finished.GetProperty("failure").ValueKind);
        Assert.Equal("done", finished.GetProperty("reason").GetString());
        Assert.Equal(20_000, finished.GetProperty("iterations").GetInt64());
        Assert.Equal(50, finished.GetProperty("elapsed_seconds").GetDouble());
        Assert.Equal(400, finished.GetProperty("iterations_per_second").GetDouble());
        Assert.Equal("/runs/r", finished.GetProperty("folder").GetString());
        Assert.Equal("/runs/r/samples/020000.png", finished.GetProperty("last_sheet").GetString());
        Assert.Equal("/runs/r/metrics.csv", Assert.Single(finished.GetProperty("files").EnumerateArray()).GetString());
    }

    [Fact]
    public void What_is_meant_for_people_goes_elsewhere()
    {
        var (output, notes) = (new StringWriter(), new StringWriter());
        new JsonLines(output, notes).Note("mnist is at hand");
        Assert.Equal("", output.ToString());
        Assert.Contains("mnist is at hand", notes.ToString(), StringComparison.Ordinal);
    }

    private static async Task<List<JsonElement>> Events()
    {
        var output = new StringWriter();
        var view = new JsonLines(output, TextWriter.Null);
        var heading = Sample.Heading();
        view.Begin(heading);
        var last = await view.Follow(heading, Sample.Course(
            Sample.Progress(1, events: [new MetricsEvent(1, Sample.Row(1)), new SheetEvent(2, 1, "/runs/r/samples/000001.png"), new EpochEvent(3, 10, 0.75, 0.5)]),
            Sample.Progress(20_000, RunState.Completed, events:
            [
                new MetricsEvent(4, Sample.Row(2) with { DiscriminatorLossFake = double.NaN, DiscriminatorGradientNorm = double.PositiveInfinity }),
                new ModesEvent(5, 7, 8, 0.875, 2_500),
                new EndEvent(6, RunState.Completed, "done"),
            ])));
        view.End(heading, last, new Leavings("/runs/r", "/runs/r/samples/020000.png", ["/runs/r/metrics.csv"]));
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
