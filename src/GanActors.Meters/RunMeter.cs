using System.Diagnostics;
using GanActors.Duel;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Meters;

/// <summary>
/// What one run tells while it is under way. Its coordinator alone writes, between its own steps, what it knows in any case: no device is asked and nothing is
/// computed. Whoever looks, on a thread of its own, sees each figure as of some moment, and not all of them of the same.
/// </summary>
public sealed class RunMeter : IDisposable
{
    private readonly SiloMeters _silo;
    private readonly long[] _phaseTicks = new long[2];
    private readonly long[] _restores = new long[Enum.GetValues<RestoreCause>().Length], _alarmsRaised = new long[Enum.GetValues<AlarmKind>().Length];
    private readonly bool[] _alarmsOn = new bool[Enum.GetValues<AlarmKind>().Length];
    private readonly int _batch;
    private long _kept = Stopwatch.GetTimestamp();
    private long _entered, _realBatches;
    private volatile MetricsRow? _row, _studied, _judged, _learned, _penalised;
    private volatile Evaluated? _evaluated;
    private RunState? _end;

    internal RunMeter(SiloMeters silo, RunFacts facts)
    {
        _silo = silo;
        _batch = facts.Recipe.Batch;
        Facts = facts;
        Labels = new RunLabels(facts);
        StartTime = DateTimeOffset.UtcNow;
    }

    /// <summary>Whose it is.</summary>
    public RunId Run => Facts.Run;

    internal RunFacts Facts { get; }

    internal RunLabels Labels { get; }

    internal DateTimeOffset StartTime { get; }

    /// <summary>Whether it waits for a device.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>Where it is to end, as far as known; 0 if it is not.</summary>
    public long Planned { get; set; }

    /// <summary>The newest iteration.</summary>
    internal MetricsRow? Row => _row;

    /// <summary>The newest iteration in which the discriminator took steps.</summary>
    internal MetricsRow? Studied => _studied;

    /// <summary>The newest iteration in which the generator had a loss.</summary>
    internal MetricsRow? Judged => _judged;

    /// <summary>The newest iteration in which the generator took steps.</summary>
    internal MetricsRow? Learned => _learned;

    /// <summary>The newest iteration with a penalty.</summary>
    internal MetricsRow? Penalised => _penalised;

    internal int Incarnation { get; private set; }

    internal long Iteration { get; private set; }

    internal long Iterations { get; private set; }

    internal long RealItems { get; private set; }

    internal long Fakes { get; private set; }

    internal long GeneratorSteps { get; private set; }

    internal long DiscriminatorSteps { get; private set; }

    internal long Skipped { get; private set; }

    internal long NonFiniteGenerator { get; private set; }

    internal long NonFiniteDiscriminator { get; private set; }

    internal Phase? Phase { get; private set; }

    internal Phase? Frozen { get; private set; }

    internal long Checkpoints { get; private set; }

    internal long CheckpointFailures { get; private set; }

    internal long CheckpointBytes { get; private set; }

    internal double CheckpointSeconds { get; private set; }

    internal long? CheckpointIteration { get; private set; }

    internal Evaluated? Newest => _evaluated;

    internal long Evaluations { get; private set; }

    internal long EvaluationFailures { get; private set; }

    /// <summary>Since the newest checkpoint, or since the start; null if the recipe keeps none.</summary>
    internal double? CheckpointAge => Facts.Recipe.Checkpoint is null ? null : Stopwatch.GetElapsedTime(Volatile.Read(ref _kept)).TotalSeconds;

    /// <summary>Its networks are set up, at the beginning or as they were after so many iterations.</summary>
    /// <param name="incarnation">From 1.</param>
    /// <param name="iteration">Iterations done.</param>
    /// <param name="realBatches">Real batches drawn in them.</param>
    /// <param name="raised">Alarms that are raised.</param>
    public void Opened(int incarnation, long iteration, long realBatches, IEnumerable<AlarmKind> raised)
    {
        ArgumentNullException.ThrowIfNull(raised);
        (Incarnation, Iteration, _realBatches) = (incarnation, iteration, realBatches);
        Array.Clear(_alarmsOn);
        foreach (var kind in raised)
            _alarmsOn[(int)kind] = true;
        if (iteration > 0)
            CheckpointIteration = iteration;
    }

    /// <summary>From now on the other network's weights stand still.</summary>
    /// <param name="phase">Whose weights may move.</param>
    /// <param name="keptFrozen">Whom the schedule keeps frozen throughout the iteration; null for nobody.</param>
    public void Enter(Phase phase, Phase? keptFrozen)
    {
        Leave();
        (Phase, Frozen) = (phase, keptFrozen);
        _entered = Stopwatch.GetTimestamp();
    }

    /// <summary>An iteration was played.</summary>
    /// <param name="row">Its figures.</param>
    /// <param name="realBatches">Real batches drawn in the run so far.</param>
    /// <param name="fakeBatches">Batches generated in the iteration.</param>
    /// <param name="skipped">Steps not taken in it.</param>
    public void Played(MetricsRow row, long realBatches, int fakeBatches, int skipped)
    {
        ArgumentNullException.ThrowIfNull(row);
        Leave();
        _row = row;
        if (row.DiscriminatorSteps > 0)
            _studied = row;
        if (row.GeneratorSteps > 0)
            _learned = row;
        if (row.GeneratorSteps > 0 || !double.IsNaN(row.GeneratorLoss))
            _judged = row;
        if (!double.IsNaN(row.DiscriminatorPenalty))
            _penalised = row;
        Iteration = row.Iteration;
        Iterations++;
        RealItems += (realBatches - _realBatches) * _batch;
        _realBatches = realBatches;
        Fakes += (long)fakeBatches * _batch;
        GeneratorSteps += row.GeneratorSteps;
        DiscriminatorSteps += row.DiscriminatorSteps;
        Skipped += skipped;
        // Of a side that it has not seen yet there is no accuracy either.
        if ((!double.IsFinite(row.DiscriminatorLossReal) && !double.IsNaN(row.AccuracyReal)) || (!double.IsFinite(row.DiscriminatorLossFake) && !double.IsNaN(row.AccuracyFake)))
            NonFiniteDiscriminator++;
        if (row.GeneratorSteps > 0 && !double.IsFinite(row.GeneratorLoss))
            NonFiniteGenerator++;
    }

    /// <summary>It goes back to its newest checkpoint.</summary>
    public void Restored(RestoreCause cause)
    {
        Phase = null;
        _entered = 0;
        _restores[(int)cause]++;
    }

    /// <summary>An alarm was raised, or cleared.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="isRaised">Whether it was raised.</param>
    /// <param name="isNew">Whether for the first time: what is played again after a setback has been counted.</param>
    public void Alarmed(AlarmKind kind, bool isRaised, bool isNew)
    {
        _alarmsOn[(int)kind] = isRaised;
        if (isRaised && isNew)
            _alarmsRaised[(int)kind]++;
    }

    /// <summary>A checkpoint was written.</summary>
    /// <param name="iteration">Iterations done.</param>
    /// <param name="seconds">How long that took.</param>
    /// <param name="bytes">Of its parts.</param>
    public void Kept(long iteration, double seconds, long bytes)
    {
        Checkpoints++;
        CheckpointBytes += bytes;
        CheckpointSeconds += seconds;
        CheckpointIteration = iteration;
        Volatile.Write(ref _kept, Stopwatch.GetTimestamp());
        _silo.Kept(seconds);
    }

    /// <summary>A checkpoint could not be written.</summary>
    public void NotKept() => CheckpointFailures++;

    /// <summary>The generator was evaluated.</summary>
    /// <param name="iteration">As it was after so many iterations.</param>
    /// <param name="report">What was found.</param>
    public void Measured(long iteration, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var extractor = Meters.Labels.Extractor.Is(report.Extractor?.Name ?? "none");
        _evaluated = new Evaluated(
            iteration, [.. report.Figures.Select(figure => (figure.Value, new[] { Labels.Run[0], Meters.Labels.Figure.Is(figure.Key), extractor }))]);
        Evaluations++;
        _silo.Evaluated(report.Seconds);
    }

    /// <summary>The generator could not be evaluated.</summary>
    public void NotMeasured() => EvaluationFailures++;

    /// <summary>It has ended here, and its series with it.</summary>
    /// <param name="state">How; <see cref="RunState.Running"/> if somebody else goes on with it.</param>
    /// <param name="fault">What was at fault, if it failed.</param>
    public void End(RunState state, RunFault? fault)
    {
        if (_end is not null)
            return;
        _end = state;
        _silo.Ended(this, state, fault);
    }

    /// <inheritdoc/>
    public void Dispose() => End(RunState.Running, null);

    /// <summary>Seconds spent in a phase.</summary>
    internal double SecondsIn(Phase phase) => (double)Volatile.Read(ref _phaseTicks[(int)phase]) / Stopwatch.Frequency;

    internal long Restores(RestoreCause cause) => _restores[(int)cause];

    internal bool IsOn(AlarmKind kind) => _alarmsOn[(int)kind];

    internal long Raised(AlarmKind kind) => _alarmsRaised[(int)kind];

    private void Leave()
    {
        if (_entered == 0)
            return;
        _phaseTicks[(int)Phase!.Value] += Stopwatch.GetTimestamp() - _entered;
        _entered = 0;
    }

    /// <summary>An evaluation, with the labels of its figures.</summary>
    internal sealed record Evaluated(long Iteration, (double Value, KeyValuePair<string, object?>[] Labels)[] Figures);
}
