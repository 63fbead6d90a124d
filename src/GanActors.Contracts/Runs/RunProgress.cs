using System.Collections.Immutable;
using GanActors.Duel;

namespace GanActors.Runs;

/// <summary>Where a run is in its life.</summary>
public enum RunState
{
    /// <summary>Not started.</summary>
    New,

    /// <summary>The duel goes on.</summary>
    Running,

    /// <summary>It ended as the recipe says.</summary>
    Completed,

    /// <summary>It ended early because someone asked.</summary>
    Stopped,

    /// <summary>It ended with an error.</summary>
    Failed,
}

/// <summary>How a run stands.</summary>
/// <param name="State">Where it is in its life.</param>
/// <param name="Turn">Whose turn it is; of the last command sent.</param>
/// <param name="Iterations">Iterations done.</param>
/// <param name="TotalIterations">Iterations it will run.</param>
/// <param name="Latest">The newest row of figures, written or not.</param>
/// <param name="IterationsPerSecond">Over the last seconds.</param>
/// <param name="Elapsed">Since the first iteration.</param>
/// <param name="Left">Estimate of the time left; null before there is one.</param>
/// <param name="Failure">What went wrong, if it failed.</param>
/// <param name="Events">What happened since the caller's last look, oldest first.</param>
/// <param name="KeptFrozen">Whom the schedule keeps frozen in this iteration, beyond the other's phase; null for nobody.</param>
/// <param name="Fault">Of which kind the failure is; null unless it failed.</param>
/// <param name="Waiting">What it waits for before it can start or go on, in words; null while it does not wait.</param>
[GenerateSerializer, Immutable, Alias("gan.run-progress")]
public sealed record RunProgress(
    RunState State,
    Turn? Turn,
    long Iterations,
    long TotalIterations,
    MetricsRow? Latest,
    double IterationsPerSecond,
    TimeSpan Elapsed,
    TimeSpan? Left,
    string? Failure,
    ImmutableArray<RunEvent> Events,
    Phase? KeptFrozen = null,
    RunFault? Fault = null,
    string? Waiting = null);

/// <summary>Why a run failed.</summary>
public enum RunFault
{
    /// <summary>Its numbers left the range of numbers: the same recipe would fail again.</summary>
    Diverged,

    /// <summary>There was no memory for it, on its device or in its process.</summary>
    OutOfMemory,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Something worth telling.</summary>
/// <param name="Number">From 1, without gaps.</param>
[GenerateSerializer, Immutable, Alias("gan.run-event")]
public abstract record RunEvent(long Number);

/// <summary>A row of figures was written.</summary>
[GenerateSerializer, Immutable, Alias("gan.metrics-event")]
public sealed record MetricsEvent(long Number, MetricsRow Row) : RunEvent(Number);

/// <summary>A sample sheet was drawn.</summary>
/// <param name="Number">See <see cref="RunEvent"/>.</param>
/// <param name="Iteration">Iterations done when it was drawn.</param>
/// <param name="Path">Full path of the PNG.</param>
[GenerateSerializer, Immutable, Alias("gan.sheet-event")]
public sealed record SheetEvent(long Number, long Iteration, string Path) : RunEvent(Number);

/// <summary>An epoch ended after which the recipe wants a sample sheet.</summary>
/// <param name="Number">See <see cref="RunEvent"/>.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="AccuracyReal">Share of the epoch's real items that D took for real.</param>
/// <param name="AccuracyFake">Share of the epoch's fake items that D took for fake.</param>
[GenerateSerializer, Immutable, Alias("gan.epoch-event")]
public sealed record EpochEvent(long Number, long Epoch, double AccuracyReal, double AccuracyFake) : RunEvent(Number)
{
    /// <summary>On both sides together: there are as many fake items as real ones.</summary>
    public double Accuracy => (AccuracyReal + AccuracyFake) / 2;
}

/// <summary>The modes that the generator has found at the end, of data whose modes are known.</summary>
/// <param name="Number">See <see cref="RunEvent"/>.</param>
/// <param name="Captured">Modes that at least one sample of high quality is nearest to.</param>
/// <param name="Modes">All modes.</param>
/// <param name="HighQuality">Share of samples within three standard deviations of a mode, in [0, 1].</param>
/// <param name="Samples">How many samples were looked at.</param>
[GenerateSerializer, Immutable, Alias("gan.modes-event")]
public sealed record ModesEvent(long Number, int Captured, int Modes, double HighQuality, int Samples) : RunEvent(Number);

/// <summary>The schedule changed whose weights move.</summary>
/// <param name="Number">See <see cref="RunEvent"/>.</param>
/// <param name="Decision">What it decided, and why.</param>
[GenerateSerializer, Immutable, Alias("gan.gate-event")]
public sealed record GateEvent(long Number, GateDecision Decision) : RunEvent(Number);

/// <summary>A checkpoint was written: a run that breaks off goes on from there.</summary>
/// <param name="Number">See <see cref="RunEvent"/>.</param>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Seconds">How long training stood still for it.</param>
/// <param name="Bytes">Of all its parts.</param>
[GenerateSerializer, Immutable, Alias("gan.checkpoint-event")]
public sealed record CheckpointEvent(long Number, long Iteration, double Seconds, long Bytes) : RunEvent(Number);

/// <summary>The generator was measured; the run went on meanwhile.</summary>
/// <param name="Number">See <see cref="RunEvent"/>.</param>
/// <param name="Generator">Which generator: of how many iterations, and with which weights.</param>
/// <param name="Report">What was found.</param>
[GenerateSerializer, Immutable, Alias("gan.evaluation-event")]
public sealed record EvaluationEvent(long Number, EvaluatedGenerator Generator, EvaluationReport Report) : RunEvent(Number)
{
    /// <summary>Iterations done when the generator was taken.</summary>
    public long Iteration => Generator.Iteration;
}

/// <summary>Something befell the run that whoever looks after it should know, in words.</summary>
/// <param name="Number">See <see cref="RunEvent"/>.</param>
/// <param name="Kind">What, in one word: one of <see cref="NoticeKinds"/>.</param>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Words">What and why.</param>
[GenerateSerializer, Immutable, Alias("gan.notice-event")]
public sealed record NoticeEvent(long Number, string Kind, long Iteration, string Words) : RunEvent(Number);

/// <summary>What a <see cref="NoticeEvent"/> can be about.</summary>
public static class NoticeKinds
{
    /// <summary>An incarnation was opened: the run started, or goes on from a checkpoint.</summary>
    public const string Opened = "opened";

    /// <summary>The recipe is no longer the one the run was started with.</summary>
    public const string Changed = "changed";

    /// <summary>No device is free for the run's networks, or the store of checkpoints does not answer.</summary>
    public const string Waiting = "waiting";

    /// <summary>A network was lost, and both were brought back.</summary>
    public const string Restored = "restored";

    /// <summary>The run's networks gave way to those of another run.</summary>
    public const string TakenOver = "taken_over";

    /// <summary>The run went back to a checkpoint, to try again with lower learning rates.</summary>
    public const string RolledBack = "rolled_back";

    /// <summary>A step was skipped.</summary>
    public const string Skipped = "skipped";

    /// <summary>A checkpoint could not be written, or not be used.</summary>
    public const string CheckpointFault = "checkpoint_fault";

    /// <summary>The first evaluation has work before it that is done once on a machine.</summary>
    public const string Preparation = "preparation";

    /// <summary>An evaluation could not be made.</summary>
    public const string EvaluationFault = "evaluation_fault";
}

/// <summary>An alarm was raised, or cleared.</summary>
/// <param name="Number">See <see cref="RunEvent"/>.</param>
/// <param name="Alarm">Which, and why.</param>
[GenerateSerializer, Immutable, Alias("gan.alarm-event")]
public sealed record AlarmEvent(long Number, AlarmNotice Alarm) : RunEvent(Number);

/// <summary>The run ended.</summary>
/// <param name="Number">See <see cref="RunEvent"/>.</param>
/// <param name="State">How.</param>
/// <param name="Reason">In words.</param>
[GenerateSerializer, Immutable, Alias("gan.end-event")]
public sealed record EndEvent(long Number, RunState State, string Reason) : RunEvent(Number);

/// <summary>The figures of one iteration. NaN where a side was not seen yet.</summary>
/// <param name="Iteration">From 1: iterations done.</param>
/// <param name="Epoch">Passes over the real items, in parts.</param>
/// <param name="DiscriminatorLossReal">D's mean loss on real items.</param>
/// <param name="DiscriminatorLossFake">D's mean loss on fake items.</param>
/// <param name="GeneratorLoss">G's mean loss.</param>
/// <param name="AccuracyReal">Share of real items that D takes for real.</param>
/// <param name="AccuracyFake">Share of fake items that D takes for fake.</param>
/// <param name="ScoreReal">Mean D(x).</param>
/// <param name="ScoreFake">Mean D(G(z)) before D's step.</param>
/// <param name="ScoreFooled">Mean D(G(z)) after D's step, as the generator's loss saw it.</param>
/// <param name="DiscriminatorGradientNorm">Euclidean norm of D's parameter gradients.</param>
/// <param name="GeneratorGradientNorm">Euclidean norm of G's parameter gradients.</param>
/// <param name="DiscriminatorPenalty">What the penalty on D's gradient adds to its losses; NaN if the iteration had none.</param>
/// <param name="DiscriminatorLearningRate">Of D's last step.</param>
/// <param name="GeneratorLearningRate">Of G's last step.</param>
/// <param name="DiscriminatorSteps">Sub-steps of the discriminator phase: D's turns. 0 if the schedule kept D frozen.</param>
/// <param name="GeneratorSteps">Sub-steps of the generator phase: G's turns. 0 if the schedule kept G frozen.</param>
[GenerateSerializer, Immutable, Alias("gan.metrics-row")]
public sealed record MetricsRow(
    long Iteration,
    double Epoch,
    double DiscriminatorLossReal,
    double DiscriminatorLossFake,
    double GeneratorLoss,
    double AccuracyReal,
    double AccuracyFake,
    double ScoreReal,
    double ScoreFake,
    double ScoreFooled,
    double DiscriminatorGradientNorm,
    double GeneratorGradientNorm,
    double DiscriminatorPenalty,
    double DiscriminatorLearningRate,
    double GeneratorLearningRate,
    int DiscriminatorSteps,
    int GeneratorSteps)
{
    /// <summary>D's loss on both sides together, without the penalty.</summary>
    public double DiscriminatorLoss => DiscriminatorLossReal + DiscriminatorLossFake;
}
