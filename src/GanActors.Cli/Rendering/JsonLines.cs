using System.Buffers;
using System.Text;
using System.Text.Json;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Cli.Rendering;

/// <summary>The run as one JSON object a line: <c>started</c>, <c>metrics</c>, <c>sheet</c>, <c>epoch</c>, <c>gate</c>, <c>modes</c>, <c>finished</c>. Numbers that are none are null.</summary>
/// <param name="output">Gets the objects and nothing else.</param>
/// <param name="notes">Gets what is meant for people.</param>
internal sealed class JsonLines(TextWriter output, TextWriter notes) : RunView
{
    public override void Note(string text) => notes.WriteLine(text);

    public override void Begin(RunHeading heading)
    {
        var (order, recipe) = (heading.Order, heading.Recipe);
        Emit("started", json =>
        {
            json.WriteString("run", order.Run.Value);
            json.WriteString("recipe", recipe.Name);
            json.WriteString("folder", order.Folder);
            json.WriteString("data", recipe.Data.Name);
            json.WriteString("data_description", heading.Data);
            json.WriteString("device", heading.Device);
            json.WriteNumber("seed", recipe.Run.Seed);
            json.WriteNumber("iterations", heading.Started.Iterations);
            json.WriteNumber("batches_per_epoch", heading.Started.Discriminator.BatchesPerEpoch);
            json.WriteNumber("batch", recipe.Batch);
            json.WriteString("study", Word(recipe.Schedule.Study));
            json.WriteNumber("generator_parameters", heading.Plans.Generator.ParameterCount);
            json.WriteNumber("discriminator_parameters", heading.Plans.Discriminator.ParameterCount);
            json.WriteNumber("parameters", heading.Plans.ParameterCount);
        });
    }

    public override void End(RunHeading heading, RunProgress last, Leavings leavings) => Emit("finished", json =>
    {
        json.WriteString("run", heading.Order.Run.Value);
        json.WriteString("state", Word(last.State));
        json.WriteString("failure", last.Failure);
        json.WriteString("reason", Outcome.Reason);
        json.WriteNumber("iterations", last.Iterations);
        Number(json, "elapsed_seconds", last.Elapsed.TotalSeconds);
        Number(json, "iterations_per_second", last.Elapsed > TimeSpan.Zero ? last.Iterations / last.Elapsed.TotalSeconds : double.NaN);
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
                switch (happening)
                {
                    case MetricsEvent { Row: var row }:
                        Emit("metrics", json => Write(json, row));
                        break;
                    case SheetEvent sheet:
                        Emit("sheet", json =>
                        {
                            json.WriteNumber("iteration", sheet.Iteration);
                            json.WriteString("path", sheet.Path);
                        });
                        break;
                    case EpochEvent epoch:
                        Emit("epoch", json =>
                        {
                            json.WriteNumber("epoch", epoch.Epoch);
                            Number(json, "d_accuracy", epoch.Accuracy);
                            Number(json, "d_accuracy_real", epoch.AccuracyReal);
                            Number(json, "d_accuracy_fake", epoch.AccuracyFake);
                        });
                        break;
                    case GateEvent { Decision: var decision }:
                        Emit("gate", json =>
                        {
                            json.WriteNumber("iteration", decision.Iteration);
                            json.WriteString("player", DuelState.Name(decision.Player));
                            json.WriteString("move", DuelState.Word(decision.Move));
                            json.WriteString("reason", decision.Reason);
                        });
                        break;
                    case ModesEvent modes:
                        Emit("modes", json =>
                        {
                            json.WriteNumber("captured", modes.Captured);
                            json.WriteNumber("of", modes.Modes);
                            Number(json, "high_quality", modes.HighQuality);
                            json.WriteNumber("samples", modes.Samples);
                        });
                        break;
                }
            }
        }
    }

    private static void Write(Utf8JsonWriter json, MetricsRow row)
    {
        json.WriteNumber("iteration", row.Iteration);
        Number(json, "epoch", row.Epoch);
        Number(json, "d_loss", row.DiscriminatorLoss);
        Number(json, "d_loss_real", row.DiscriminatorLossReal);
        Number(json, "d_loss_fake", row.DiscriminatorLossFake);
        Number(json, "g_loss", row.GeneratorLoss);
        Number(json, "d_accuracy_real", row.AccuracyReal);
        Number(json, "d_accuracy_fake", row.AccuracyFake);
        Number(json, "d_score_real", row.ScoreReal);
        Number(json, "d_score_fake", row.ScoreFake);
        Number(json, "d_score_fooled", row.ScoreFooled);
        Number(json, "d_gradient_norm", row.DiscriminatorGradientNorm);
        Number(json, "g_gradient_norm", row.GeneratorGradientNorm);
        Number(json, "d_penalty", row.DiscriminatorPenalty);
        Number(json, "d_lr", row.DiscriminatorLearningRate);
        Number(json, "g_lr", row.GeneratorLearningRate);
        json.WriteNumber("d_steps", row.DiscriminatorSteps);
        json.WriteNumber("g_steps", row.GeneratorSteps);
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    private static string Word(StudyKind study) => study switch
    {
        StudyKind.Combined => "combined",
        StudyKind.Separate => "separate",
        StudyKind.Shuffled => "shuffled",
        StudyKind.Switched => "switched",
        _ => throw new ArgumentOutOfRangeException(nameof(study)),
    };

    private static string Word(RunState state) => state switch
    {
        RunState.New => "new",
        RunState.Running => "running",
        RunState.Completed => "completed",
        RunState.Stopped => "stopped",
        RunState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

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
