using GanActors.Duel;
using GanActors.Runs;

namespace GanActors.Meters;

/// <summary>The instruments of runs.</summary>
internal static class RunInstruments
{
    /// <summary>Alarms there are, and figures of an evaluation with a change of extractor: what a run may come to in series of one instrument.</summary>
    private static readonly int MostAlarms = Enum.GetValues<Recipes.AlarmKind>().Length, MostFigures = 2 * FigureNames.All.Length;

    /// <summary>Adds them to a meter.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="live">The runs that are under way.</param>
    public static void AddTo(LiveMeter meter, Func<IReadOnlyList<RunMeter>> live)
    {
        Gauge("ganactors.run.info", null, "Recipe, data set and sweep of a run", 1, (run, readings) => readings.Add(1, run.Labels.Info));
        Gauge("ganactors.run.start_time", "s", "When the run was started here, since 1970", 1, (run, readings) => readings.Add(run.StartTime.ToUnixTimeMilliseconds() / 1000.0, run.Labels.Run));
        Gauge("ganactors.run.waiting", null, "Whether the run waits for a device", 1, (run, readings) => readings.Add(run.IsWaiting ? 1 : 0, run.Labels.Run));
        Gauge("ganactors.run.incarnation", "{incarnation}", "How often its networks have been set up", 1, (run, readings) => readings.Add(run.Incarnation, run.Labels.Run));
        Gauge("ganactors.run.iteration", "{iteration}", "Iterations done", 1, (run, readings) => readings.Add(run.Iteration, run.Labels.Run));
        Gauge("ganactors.run.iterations.planned", "{iteration}", "Where the run is to end", 1, (run, readings) => readings.Add(run.Planned > 0 ? run.Planned : null, run.Labels.Run));
        Gauge("ganactors.run.epoch", "{epoch}", "Passes through the data", 1, (run, readings) => readings.Add(run.Row?.Epoch, run.Labels.Run));
        Counter("ganactors.run.restores", "{restore}", "How often the run went back to its newest checkpoint", 3, (run, readings) =>
        {
            for (int cause = 0; cause < run.Labels.Causes.Length; cause++)
                readings.Add(run.Restores((RestoreCause)cause), run.Labels.Causes[cause]);
        });

        Counter("ganactors.iterations", "{iteration}", "Iterations played", 1, (run, readings) => readings.Add(run.Iterations, run.Labels.Run));
        Counter("ganactors.samples", "{item}", "Real items drawn and items generated for training", 2, (run, readings) =>
        {
            readings.Add(run.RealItems, run.Labels.Real);
            readings.Add(run.Fakes, run.Labels.Fake);
        });
        Counter("ganactors.steps", "{step}", "Sub-steps in which a network's weights moved", 2, (run, readings) =>
        {
            readings.Add(run.GeneratorSteps, run.Labels.OfGenerator);
            readings.Add(run.DiscriminatorSteps, run.Labels.OfDiscriminator);
        });
        Counter("ganactors.steps.skipped", "{step}", "Steps not taken because they would have put NaN into a network", 1, (run, readings) => readings.Add(run.Skipped, run.Labels.Run));
        Gauge("ganactors.phase", null, "Whose weights may move now", 2, (run, readings) =>
        {
            readings.Add(run.Phase == Phase.Discriminator ? 1 : 0, run.Labels.InDiscriminators);
            readings.Add(run.Phase == Phase.Generator ? 1 : 0, run.Labels.InGenerators);
        });
        Seconds("ganactors.phase.time", "Time spent in a phase", 2, (run, readings) =>
        {
            readings.Add(run.SecondsIn(Phase.Discriminator), run.Labels.InDiscriminators);
            readings.Add(run.SecondsIn(Phase.Generator), run.Labels.InGenerators);
        });
        Gauge("ganactors.frozen", null, "Whether the schedule keeps a network frozen for the whole iteration", 2, (run, readings) =>
        {
            readings.Add(run.Frozen == Phase.Discriminator ? 1 : 0, run.Labels.OfDiscriminator);
            readings.Add(run.Frozen == Phase.Generator ? 1 : 0, run.Labels.OfGenerator);
        });

        Gauge("ganactors.loss", null, "Mean loss of the last iteration", 2, (run, readings) =>
        {
            readings.Add(Seen(run.Row, row => row.DiscriminatorLoss, row => row.AccuracyReal + row.AccuracyFake), run.Labels.OfDiscriminator);
            readings.Add(run.Judged?.GeneratorLoss, run.Labels.OfGenerator);
        });
        Counter("ganactors.loss.nonfinite", "{iteration}", "Iterations whose loss was NaN or infinite", 2, (run, readings) =>
        {
            readings.Add(run.NonFiniteDiscriminator, run.Labels.OfDiscriminator);
            readings.Add(run.NonFiniteGenerator, run.Labels.OfGenerator);
        });
        Gauge("ganactors.discriminator.loss", null, "The discriminator's mean loss on one side", 2, (run, readings) =>
        {
            readings.Add(Seen(run.Row, row => row.DiscriminatorLossReal, row => row.AccuracyReal), run.Labels.Real);
            readings.Add(Seen(run.Row, row => row.DiscriminatorLossFake, row => row.AccuracyFake), run.Labels.Fake);
        });
        Gauge("ganactors.discriminator.accuracy", "1", "Share of items that the discriminator put on the right side", 2, (run, readings) =>
        {
            readings.Add(Number(run.Row?.AccuracyReal), run.Labels.Real);
            readings.Add(Number(run.Row?.AccuracyFake), run.Labels.Fake);
        });
        Gauge("ganactors.discriminator.score", "1", "Mean probability of being real", 3, (run, readings) =>
        {
            readings.Add(Seen(run.Row, row => row.ScoreReal, row => row.AccuracyReal), run.Labels.Real);
            readings.Add(Seen(run.Row, row => row.ScoreFake, row => row.AccuracyFake), run.Labels.Fake);
            readings.Add(run.Judged?.ScoreFooled, run.Labels.Fooled);
        });
        Gauge("ganactors.discriminator.penalty", null, "What its penalty added to the discriminator's loss", 1, (run, readings) => readings.Add(run.Penalised?.DiscriminatorPenalty, run.Labels.Run));
        Gauge("ganactors.gradient.norm", null, "Euclidean norm of a network's parameter gradients", 2, (run, readings) =>
        {
            readings.Add(run.Studied?.DiscriminatorGradientNorm, run.Labels.OfDiscriminator);
            readings.Add(run.Learned?.GeneratorGradientNorm, run.Labels.OfGenerator);
        });
        Gauge("ganactors.learning_rate", null, "Of a network's last step", 2, (run, readings) =>
        {
            readings.Add(run.Studied?.DiscriminatorLearningRate, run.Labels.OfDiscriminator);
            readings.Add(run.Learned?.GeneratorLearningRate, run.Labels.OfGenerator);
        });

        Gauge("ganactors.alarm", null, "Whether an alarm is raised", MostAlarms, (run, readings) =>
        {
            foreach (var (kind, labels) in run.Labels.Alarms)
                readings.Add(run.IsOn(kind) ? 1 : 0, labels);
        });
        Counter("ganactors.alarms.raised", "{alarm}", "How often an alarm was raised", MostAlarms, (run, readings) =>
        {
            foreach (var (kind, labels) in run.Labels.Alarms)
                readings.Add(run.Raised(kind), labels);
        });

        Counter("ganactors.checkpoints", "{checkpoint}", "Checkpoints written", 1, (run, readings) => readings.Add(run.Checkpoints, run.Labels.Run));
        Counter("ganactors.checkpoint.failures", "{checkpoint}", "Checkpoints that could not be written", 1, (run, readings) => readings.Add(run.CheckpointFailures, run.Labels.Run));
        Counter("ganactors.checkpoint.written", "By", "Bytes of their parts", 1, (run, readings) => readings.Add(run.CheckpointBytes, run.Labels.Run));
        Seconds("ganactors.checkpoint.time", "Time spent on writing checkpoints", 1, (run, readings) => readings.Add(run.CheckpointSeconds, run.Labels.Run));
        Gauge("ganactors.checkpoint.age", "s", "Since the newest checkpoint was written", 1, (run, readings) => readings.Add(run.CheckpointAge, run.Labels.Run));
        Gauge("ganactors.checkpoint.iteration", "{iteration}", "Iterations done at the newest checkpoint", 1, (run, readings) => readings.Add(run.CheckpointIteration, run.Labels.Run));

        Gauge("ganactors.evaluation.figure", null, "A figure of the newest evaluation", MostFigures, (run, readings) =>
        {
            foreach (var (value, labels) in run.Newest?.Figures ?? [])
                readings.Add(value, labels);
        });
        Gauge("ganactors.evaluation.iteration", "{iteration}", "Iterations done by the generator that was evaluated last", 1, (run, readings) => readings.Add(run.Newest?.Iteration, run.Labels.Run));
        Counter("ganactors.evaluations", "{evaluation}", "Evaluations made", 1, (run, readings) => readings.Add(run.Evaluations, run.Labels.Run));
        Counter("ganactors.evaluation.failures", "{evaluation}", "Evaluations that could not be made", 1, (run, readings) => readings.Add(run.EvaluationFailures, run.Labels.Run));

        void Gauge(string name, string? unit, string meaning, int series, Action<RunMeter, Readings<double>> look) =>
            meter.Gauge(name, unit, meaning, series, () => Of(series, look));

        void Counter(string name, string? unit, string meaning, int series, Action<RunMeter, Readings<long>> look) =>
            meter.Counter(name, unit, meaning, series, () => Of(series, look));

        void Seconds(string name, string meaning, int series, Action<RunMeter, Readings<double>> look) =>
            meter.Seconds(name, meaning, series, () => Of(series, look));

        Readings<T> Of<T>(int series, Action<RunMeter, Readings<T>> look)
            where T : struct
        {
            var runs = live();
            var readings = new Readings<T>(runs.Count * series);
            foreach (var run in runs)
                look(run, readings);
            return readings;
        }
    }

    private static double? Number(double? value) => value is { } known && !double.IsNaN(known) ? known : null;

    // A side that it has never seen has no accuracy; a loss that is NaN has.
    private static double? Seen(MetricsRow? row, Func<MetricsRow, double> figure, Func<MetricsRow, double> accuracy) =>
        row is null || double.IsNaN(accuracy(row)) ? null : figure(row);
}
