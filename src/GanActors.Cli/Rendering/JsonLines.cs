using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Cli.Rendering;

/// <summary>The run as one JSON object a line: <c>started</c>, <c>metrics</c>, <c>sheet</c>, <c>epoch</c>, <c>gate</c>, <c>modes</c>, <c>checkpoint</c>, notices (<see cref="NoticeKinds"/>), <c>finished</c>. Numbers that are none are null.</summary>
/// <param name="output">Gets the objects and nothing else.</param>
/// <param name="notes">Gets what is meant for people.</param>
internal sealed class JsonLines(TextWriter output, TextWriter notes) : RunView
{
    private readonly JsonLineWriter _json = new(output);

    public override void Note(string text) => notes.WriteLine(text);

    public override void Begin(RunHeading heading)
    {
        var (order, recipe) = (heading.Order, heading.Recipe);
        _json.Emit("started", json =>
        {
            json.WriteString("run", order.Run.Value);
            json.WriteString("recipe", recipe.Name);
            json.WriteString("folder", order.Folder);
            json.WriteString("data", recipe.Data.Name);
            json.WriteString("data_description", heading.Data);
            json.WriteString("device", heading.Device);
            json.WriteNumber("seed", recipe.Run.Seed);
            json.WriteNumber("iterations", heading.Started.Iterations);
            json.WriteNumber("iterations_done", heading.Started.Done);
            json.WriteNumber("batches_per_epoch", heading.Started.Discriminator.BatchesPerEpoch);
            json.WriteNumber("batch", recipe.Batch);
            json.WriteString("study", Word(recipe.Schedule.Study));
            json.WriteNumber("generator_parameters", heading.Plans.Generator.ParameterCount);
            json.WriteNumber("discriminator_parameters", heading.Plans.Discriminator.ParameterCount);
            json.WriteNumber("parameters", heading.Plans.ParameterCount);
        });
    }

    public override void End(RunHeading heading, RunProgress last, Leavings leavings) => _json.Emit("finished", json =>
    {
        json.WriteString("run", heading.Order.Run.Value);
        json.WriteString("state", RunEventJson.Word(last.State));
        json.WriteString("failure", last.Failure);
        json.WriteString("reason", Outcome.Reason);
        json.WriteNumber("iterations", last.Iterations);
        RunEventJson.Number(json, "elapsed_seconds", last.Elapsed.TotalSeconds);
        RunEventJson.Number(json, "iterations_per_second", last.Elapsed > TimeSpan.Zero ? last.Iterations / last.Elapsed.TotalSeconds : double.NaN);
        json.WriteString("folder", leavings.Folder);
        json.WriteString("last_sheet", leavings.LastSheet);
        json.WriteStartArray("files");
        foreach (string file in leavings.Files)
            json.WriteStringValue(file);
        json.WriteEndArray();
    });

    protected override async Task Show(RunHeading heading, IAsyncEnumerable<Snapshot> course)
    {
        await foreach (var snapshot in course)
        {
            foreach (var happening in snapshot.Progress.Events)
            {
                if (happening is not EndEvent)
                    _json.Emit(RunEventJson.Kind(happening), json => RunEventJson.Write(json, happening));
            }
        }
    }

    private static string Word(StudyKind study) => study switch
    {
        StudyKind.Combined => "combined",
        StudyKind.Separate => "separate",
        StudyKind.Shuffled => "shuffled",
        StudyKind.Switched => "switched",
        _ => throw new ArgumentOutOfRangeException(nameof(study)),
    };
}
