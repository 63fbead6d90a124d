using System.Text.Json;
using GanActors.Duel;
using GanActors.Recipes;

namespace GanActors.Runs;

/// <summary>Events as JSON: what <c>--json</c> prints and what a run's <c>events.jsonl</c> holds. Numbers that are none are null.</summary>
public static class RunEventJson
{
    /// <summary>The kind of an event, in one word.</summary>
    public static string Kind(RunEvent happening) => happening switch
    {
        MetricsEvent => "metrics",
        SheetEvent => "sheet",
        EpochEvent => "epoch",
        GateEvent => "gate",
        AlarmEvent => "alarm",
        ModesEvent => "modes",
        CheckpointEvent => "checkpoint",
        EvaluationEvent => "evaluation",
        NoticeEvent notice => notice.Kind,
        EndEvent => "end",
        _ => throw new ArgumentOutOfRangeException(nameof(happening)),
    };

    /// <summary>Writes an event's own figures into an object that has been begun.</summary>
    public static void Write(Utf8JsonWriter json, RunEvent happening)
    {
        ArgumentNullException.ThrowIfNull(json);
        switch (happening)
        {
            case MetricsEvent { Row: var row }:
                Write(json, row);
                break;
            case SheetEvent sheet:
                json.WriteNumber("iteration", sheet.Iteration);
                json.WriteString("path", sheet.Path);
                break;
            case EpochEvent epoch:
                json.WriteNumber("epoch", epoch.Epoch);
                Number(json, "d_accuracy", epoch.Accuracy);
                Number(json, "d_accuracy_real", epoch.AccuracyReal);
                Number(json, "d_accuracy_fake", epoch.AccuracyFake);
                break;
            case GateEvent { Decision: var decision }:
                json.WriteNumber("iteration", decision.Iteration);
                json.WriteString("player", decision.Player == Phase.Generator ? "generator" : "discriminator");
                json.WriteString("move", decision.Move switch
                {
                    GateMove.Frozen => "frozen",
                    GateMove.Thawed => "thawed",
                    GateMove.Paced => "paced",
                    _ => throw new ArgumentOutOfRangeException(nameof(happening)),
                });
                json.WriteString("reason", decision.Reason);
                break;
            case AlarmEvent { Alarm: var alarm }:
                json.WriteNumber("iteration", alarm.Iteration);
                json.WriteString("alarm", alarm.Name);
                json.WriteString("state", alarm.Raised ? "raised" : "cleared");
                json.WriteString("reaction", RecipeWords.Reactions.Of(alarm.Reaction));
                json.WriteString("reason", alarm.Reason);
                break;
            case ModesEvent modes:
                json.WriteNumber("captured", modes.Captured);
                json.WriteNumber("of", modes.Modes);
                Number(json, "high_quality", modes.HighQuality);
                json.WriteNumber("samples", modes.Samples);
                break;
            case CheckpointEvent checkpoint:
                json.WriteNumber("iteration", checkpoint.Iteration);
                json.WriteNumber("bytes", checkpoint.Bytes);
                Number(json, "seconds", checkpoint.Seconds);
                break;
            case EvaluationEvent evaluation:
                EvaluationJson.WriteKeys(json, evaluation.Generator, evaluation.Report);
                break;
            case NoticeEvent notice:
                json.WriteNumber("iteration", notice.Iteration);
                json.WriteString("what", notice.Words);
                break;
            case EndEvent end:
                json.WriteString("state", Word(end.State));
                json.WriteString("reason", end.Reason);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(happening));
        }
    }

    /// <summary>A number, or null where it is none.</summary>
    public static void Number(Utf8JsonWriter json, string name, double value)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    /// <summary>A state in one word.</summary>
    public static string Word(RunState state) => state switch
    {
        RunState.New => "new",
        RunState.Running => "running",
        RunState.Completed => "completed",
        RunState.Stopped => "stopped",
        RunState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

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
}
