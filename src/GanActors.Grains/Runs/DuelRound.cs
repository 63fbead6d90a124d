using GanActors.Duel;
using GanActors.Grains.Schedules;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>
/// Plays iterations of a duel: sends each turn's commands to the network they are for, in the order the schedule gives, and gathers
/// the figures. A command that times out is sent again with the same turn, which the networks apply once.
/// </summary>
internal sealed class DuelRound(IGeneratorGrain generator, IDiscriminatorGrain discriminator, ScheduleSpec spec, RunId run, int incarnation)
{
    private const int Attempts = 5;

    private readonly Schedule _schedule = Schedule.From(spec);
    private SideVerdict _real = Unseen, _fake = Unseen;

    /// <summary>Whose turn it is: the turn of the last command sent.</summary>
    public Turn? Turn { get; private set; }

    /// <summary>Real batches the discriminator has drawn.</summary>
    public long RealBatches { get; private set; }

    private static SideVerdict Unseen => new(double.NaN, double.NaN, double.NaN);

    /// <summary>Plays one iteration.</summary>
    /// <param name="iteration">From 0.</param>
    /// <param name="batchesPerEpoch">Real batches of an epoch.</param>
    public async Task<MetricsRow> Play(long iteration, int batchesPerEpoch)
    {
        Verdict? verdict = null;
        Judgement? judgement = null;
        UpdateReport? update = null;
        FakeBatch? reused = null;
        double penalty = double.NaN;
        int studied = 0, learned = 0;

        for (var turn = _schedule.First(run, incarnation, iteration); turn.Iteration == iteration; turn = _schedule.Next(turn))
        {
            Turn = turn;
            if (turn.Phase == Phase.Discriminator)
            {
                var fakes = !spec.FeedsFakes(iteration) ? null
                    : spec.Fakes == FakesKind.Fresh ? await Forge(turn)
                    : reused ??= await Forge(turn with { Phase = Phase.Generator, SubStep = 0 });
                verdict = await Ask(() => discriminator.Study(turn, fakes));
                penalty = double.IsNaN(verdict.Penalty) ? penalty : verdict.Penalty;
                studied++;
            }
            else
            {
                var fakes = reused ?? await Forge(turn);
                judgement = await Ask(() => discriminator.Judge(turn, fakes));
                update = await Ask(() => generator.Learn(turn, judgement.Feedback));
                learned++;
            }
        }

        _real = verdict?.Real ?? _real;
        _fake = verdict?.Fake ?? _fake;
        RealBatches = verdict?.RealBatches ?? RealBatches;
        return new MetricsRow(
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
            DiscriminatorGradientNorm: verdict?.GradientNorm ?? double.NaN,
            GeneratorGradientNorm: update?.GradientNorm ?? double.NaN,
            DiscriminatorPenalty: penalty,
            DiscriminatorLearningRate: verdict?.LearningRate ?? double.NaN,
            GeneratorLearningRate: update?.LearningRate ?? double.NaN,
            DiscriminatorSteps: studied,
            GeneratorSteps: learned);
    }

    private static async Task<T> Ask<T>(Func<Task<T>> command)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await command();
            }
            catch (TimeoutException) when (attempt < Attempts)
            {
                // The outcome is unknown; the turn makes asking again safe.
            }
        }
    }

    private Task<FakeBatch> Forge(Turn turn) => Ask(() => generator.Forge(turn));
}
