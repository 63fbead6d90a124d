using System.Buffers;
using System.Text;
using System.Text.Json;
using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Cli.Sweeps;

/// <summary>The sweep as one JSON object a line: <c>started</c>, <c>report</c>, <c>failure</c>, <c>finished</c>.</summary>
internal sealed class SweepJsonLines(TextWriter output) : SweepView
{
    public override void Begin(SweepHeading heading) => Emit("started", json =>
    {
        json.WriteString("sweep", heading.Sweep);
        json.WriteString("folder", heading.Folder);
        json.WriteString("data_description", heading.Data);
        json.WriteString("metric", heading.Spec.Objective.Metric);
        json.WriteNumber("trials", heading.Spec.Budget.Trials);
        json.WriteNumber("iterations", heading.Spec.Budget.Iterations);
    });

    public override void End(SweepHeading heading, SweepProgress last) => Emit("finished", json =>
    {
        json.WriteString("sweep", heading.Sweep);
        json.WriteString("state", last.State.ToString().ToLowerInvariant());
        json.WriteString("reason", last.Reason);
        json.WriteNumber("trials", last.Trials.Length);
        json.WriteNumber("iterations", last.Iterations);
        RunEventJson.Number(json, "elapsed_seconds", last.Elapsed.TotalSeconds);
        if (Leaderboard.Best(heading.Spec.Objective, last.Trials) is { } best)
        {
            json.WriteNumber("best", best.Number);
            RunEventJson.Number(json, "objective", best.Latest!.Objective);
        }
    });

    protected override async Task Show(SweepHeading heading, IAsyncEnumerable<SweepProgress> course)
    {
        var news = new SweepNews();
        await foreach (var progress in course)
        {
            foreach (var (trial, report) in news.In(progress))
                Emit(report is null ? "failure" : "report", json => Write(json, trial, report));
        }
    }

    private static void Write(Utf8JsonWriter json, Trial trial, TrialFigures? report)
    {
        json.WriteNumber("trial", trial.Number);
        if (report is null)
        {
            json.WriteString("fault", trial.Fault?.ToString().ToLowerInvariant());
            json.WriteString("failure", trial.Failure);
        }
        else
        {
            json.WriteNumber("iteration", report.Iteration);
            RunEventJson.Number(json, "objective", report.Objective);
        }

        json.WriteStartObject("configuration");
        foreach (var setting in trial.Configuration.Settings)
            json.WriteString(setting.Key, setting.Value);
        json.WriteEndObject();
    }

    private void Emit(string name, Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event", name);
            body(json);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Flush();
    }
}
