using GanActors.Cells;
using GanActors.Cli.Rendering;
using GanActors.Runs;
using GanActors.Server.Runs;

namespace GanActors.Cli.Groups;

/// <summary>The group as one JSON object a line: <c>started</c>, <c>epoch</c>, <c>finished</c>.</summary>
internal sealed class GroupJsonLines(TextWriter output) : GroupView
{
    private readonly JsonLineWriter _json = new(output);

    public override void Begin(GroupSpec spec, RunFolder folder, CellsStarted started) => _json.Emit("started", json =>
    {
        json.WriteString("group", folder.Run.Value);
        json.WriteString("folder", folder.Path);
        json.WriteString("data_description", started.Facts.Data);
        json.WriteNumber("members", spec.Members);
        json.WriteNumber("epochs", spec.Basics.Epochs);
        json.WriteNumber("epochs_done", started.Done);
    });

    public override async Task Show(IAsyncEnumerable<CellsProgress> course)
    {
        long told = 0;
        await foreach (var progress in course)
        {
            if (progress.Epoch == told)
                continue;
            told = progress.Epoch;
            _json.Emit("epoch", json =>
            {
                json.WriteNumber("epoch", progress.Epoch);
                RunEventJson.Number(json, "elapsed_seconds", progress.Elapsed.TotalSeconds);
                json.WriteStartArray("members");
                foreach (var member in progress.Members)
                {
                    json.WriteStartObject();
                    json.WriteNumber("row", member.Place.Row);
                    json.WriteNumber("column", member.Place.Column);
                    RunEventJson.Number(json, "g_fitness", member.Row?.GeneratorFitness ?? double.NaN);
                    RunEventJson.Number(json, "d_fitness", member.Row?.DiscriminatorFitness ?? double.NaN);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
        }
    }

    public override void End(RunFolder folder, CellsProgress last) => _json.Emit("finished", json =>
    {
        json.WriteString("group", folder.Run.Value);
        json.WriteString("state", RunEventJson.Word(last.State));
        json.WriteString("failure", last.Failure);
        json.WriteNumber("epochs", last.Epoch);
        RunEventJson.Number(json, "elapsed_seconds", last.Elapsed.TotalSeconds);
    });
}
