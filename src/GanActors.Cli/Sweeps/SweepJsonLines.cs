using System.Text.Json;
using GanActors.Cli.Rendering;
using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Cli.Sweeps;

/// <summary>The sweep as one JSON object a line: <c>started</c>, <c>report</c>, <c>failure</c>, <c>finished</c>.</summary>
internal sealed class SweepJsonLines(TextWriter output) : SweepView
{
    private readonly JsonLineWriter _json = new(output);

    public override void Begin(SweepHeading heading) => _json.Emit("started", json =>
    {
        json.WriteString("sweep", heading.Sweep);
        json.WriteString("folder", heading.Folder);
        json.WriteString("data_description", heading.Data);
        json.WriteString("metric", heading.Spec.Objective.Metric);
        json.WriteNumber("trials", heading.Spec.Budget.Trials);
        json.WriteNumber("iterations", heading.Spec.Budget.Iterations);
    });

    public override void End(SweepHeading heading, SweepProgress last) => _json.Emit("finished", json =>
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
                _json.Emit(report is null ? "failure" : "report", json => Write(json, trial, report));
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
}
