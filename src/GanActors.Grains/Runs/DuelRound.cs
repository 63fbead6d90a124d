using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanActors.Duel;
using GanActors.Grains.Schedules;
using GanActors.Meters;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>
/// Plays iterations of a duel: sends each turn's commands to the network they are for, as the schedule plans it, gathers the figures and shows
/// them to the schedule. A command that times out is sent again with the same turn, which the networks apply once.
/// </summary>
/// <param name="generator">The one network.</param>
/// <param name="discriminator">The other.</param>
/// <param name="spec">Plans the turns.</param>
/// <param name="run">The run.</param>
/// <param name="incarnation">How often the networks have been set up.</param>
/// <param name="meter">Is told of the run.</param>
/// <param name="exchange">Is told of the dealings with the networks.</param>
/// <param name="forgesAhead">
/// Whether the generator forges the batch that it is to learn from while the discriminator studies, which takes time off an iteration where each has a lane of its own.
/// Its weights do not move before it learns, and draws go by the turn, so that the batch is the same.
/// </param>
/// <param name="isGeneratorAway">Whether the generator is on another silo.</param>
internal sealed class DuelRound(
    IGeneratorGrain generator, IDiscriminatorGrain discriminator, ScheduleSpec spec, RunId run, int incarnation, RunMeter meter, DuelExchange exchange,
    bool forgesAhead, bool isGeneratorAway)
{
    private Schedule _schedule = Schedule.From(spec);
    private readonly List<string> _skipped = [];
    private SideVerdict _real = Unseen, _fake = Unseen;
    private int _forged;

    /// <summary>Whose turn it is: the turn of the last command sent.</summary>
    public Turn? Turn { get; private set; }

    /// <summary>Whom the schedule keeps frozen throughout the iteration under way, or the last one; null for nobody.</summary>
    public Phase? KeptFrozen { get; private set; }

    /// <summary>Real batches the discriminator has drawn, to study or to look at.</summary>
    public long RealBatches { get; private set; }

    /// <summary>What the schedule decided after the last iteration.</summary>
    public ImmutableArray<GateDecision> Decisions { get; private set; } = [];

    /// <summary>Why steps of the last iteration were skipped; empty if none was.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    private static SideVerdict Unseen => new(double.NaN, double.NaN, double.NaN);

    /// <summary>Plays one iteration.</summary>
    /// <param name="iteration">From 0.</param>
    /// <param name="batchesPerEpoch">Real batches of an epoch.</param>
    public async Task<MetricsRow> Play(long iteration, int batchesPerEpoch)
    {
        using var span = DuelTrace.Iteration(run, incarnation, iteration);
        var plan = _schedule.Plan;
        KeptFrozen = plan.DiscriminatorSteps == 0 ? Phase.Discriminator : plan.GeneratorSteps == 0 ? Phase.Generator : null;
        Verdict? verdict = null;
        Judgement? judgement = null;
        UpdateReport? update = null;
        FakeBatch? reused = null;
        Task<FakeBatch>? ahead = null;
        double penalty = double.NaN;
        _skipped.Clear();
        _forged = 0;
        meter.Enter(Phase.Discriminator, KeptFrozen);

        // A discriminator that is kept frozen looks on in the place of its first sub-step: a gate that never saw its figure could not open again.
        for (int step = 0; step < Math.Max(1, plan.DiscriminatorSteps); step++)
        {
            var turn = new Turn(run, incarnation, iteration, Phase.Discriminator, step);
            Turn = turn;
            var fakes = !spec.FeedsFakes(iteration) ? null
                : spec.Fakes == FakesKind.Fresh ? await Forge(turn)
                : reused ??= await Forge(plan.GeneratorSteps == 0 ? turn : turn with { Phase = Phase.Generator, SubStep = 0 });
            if (fakes is not null)
                exchange.CarriedFakes(fakes.Images);
            bool isLast = step + 1 >= plan.DiscriminatorSteps;
            if (forgesAhead && isLast && plan.GeneratorSteps > 0 && reused is null)
            {
                ahead = Forge(turn with { Phase = Phase.Generator, SubStep = 0 });
                if (isGeneratorAway)
                    await MessagesSent();
            }

            var study = plan.DiscriminatorSteps == 0
                ? Patience.Ask(() => discriminator.Assess(turn, fakes), exchange.Assess)
                : Patience.Ask(() => discriminator.Study(turn, fakes), exchange.Study);
            if (ahead is not null)
                await Task.WhenAll(study, ahead);
            verdict = await study;
            penalty = double.IsNaN(verdict.Penalty) ? penalty : verdict.Penalty;
            Note(verdict.Skipped);
        }

        meter.Enter(Phase.Generator, KeptFrozen);
        if (plan.GeneratorSteps == 0 && _schedule.WatchesGenerator)
        {
            // Forged in a turn of the discriminator's, in which the generator is frozen and keeps no tape.
            var fakes = await Forge(new Turn(run, incarnation, iteration, Phase.Discriminator, plan.DiscriminatorSteps));
            var turn = new Turn(run, incarnation, iteration, Phase.Generator, 0);
            Turn = turn;
            judgement = await Judge(turn, fakes);
        }

        for (int step = 0; step < plan.GeneratorSteps; step++)
        {
            var turn = new Turn(run, incarnation, iteration, Phase.Generator, step);
            Turn = turn;
            var fakes = reused ?? await (step == 0 && ahead is not null ? ahead : Forge(turn));
            judgement = await Judge(turn, fakes);
            exchange.CarriedFeedback(judgement.Feedback.Gradient);
            update = await Patience.Ask(() => generator.Learn(turn, judgement.Feedback), exchange.Learn);
            Note(update.Skipped);
        }

        _real = verdict!.Real ?? _real;
        _fake = verdict.Fake ?? _fake;
        RealBatches = verdict.RealBatches;
        var row = new MetricsRow(
            Iteration: iteration + 1,
            Epoch: (double)RealBatches / batchesPerEpoch,
            DiscriminatorLossReal: _real.Loss,
            DiscriminatorLossFake: _fake.Loss,
            GeneratorLoss: judgement?.GeneratorLoss ?? double.NaN,
            AccuracyReal: _real.Accuracy,
            AccuracyFake: _fake.Accuracy,
            ScoreReal: _real.MeanScore,
            ScoreFake: _fake.MeanScore,
            ScoreFooled: judgement?.MeanScore ?? double.NaN,
            DiscriminatorGradientNorm: verdict.GradientNorm,
            GeneratorGradientNorm: update?.GradientNorm ?? double.NaN,
            DiscriminatorPenalty: penalty,
            DiscriminatorLearningRate: verdict.LearningRate,
            GeneratorLearningRate: update?.LearningRate ?? double.NaN,
            DiscriminatorSteps: plan.DiscriminatorSteps,
            GeneratorSteps: plan.GeneratorSteps);
        (_schedule, Decisions) = _schedule.After(row);
        meter.Played(row, RealBatches, _forged, _skipped.Count);
        return row;
    }

    /// <summary>All that the next iteration needs to know of those before it: the schedule's state, and the last verdict on either side.</summary>
    public JsonObject Save() => new()
    {
        ["schedule"] = _schedule.Save(),
        ["real_batches"] = RealBatches,
        ["real"] = SavedState.Of(_real),
        ["fake"] = SavedState.Of(_fake),
    };

    /// <summary>Goes on from what <see cref="Save"/> gave.</summary>
    /// <exception cref="JsonException">That is not of a round of this schedule.</exception>
    public void Load(JsonElement saved)
    {
        var state = SavedState.Read<SavedRound>(saved);
        _schedule = _schedule.Load(state.Schedule);
        (RealBatches, _real, _fake) = (state.RealBatches, state.Real, state.Fake);
    }

    // A message to another silo leaves from the thread pool's common queue, and a study here begins before it on the very thread that asked for it:
    // what is at the end of that queue comes after the message.
    private static Task MessagesSent() => Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);

    private Task<FakeBatch> Forge(Turn turn)
    {
        _forged++;
        return Patience.Ask(() => generator.Forge(turn), turn.Phase == Phase.Generator ? exchange.Forge : exchange.ForgeFrozen);
    }

    private Task<Judgement> Judge(Turn turn, FakeBatch fakes)
    {
        exchange.CarriedFakes(fakes.Images);
        return Patience.Ask(() => discriminator.Judge(turn, fakes), exchange.Judge);
    }

    private void Note(string? skipped)
    {
        if (skipped is not null)
            _skipped.Add(skipped);
    }

    private sealed record SavedRound(JsonElement Schedule, long RealBatches, SideVerdict Real, SideVerdict Fake);
}
