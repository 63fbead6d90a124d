namespace GanActors.Grafana;

/// <summary>Runs as they learn: who is ahead, who may move, how fast, and what comes of it.</summary>
internal static class DuelDashboard
{
    public static Dashboard Create() => new(
        "duel",
        "GanActors: Duel",
        "Runs as they learn: losses, accuracies and scores, whose turn it is, throughput, evaluations. A run that has ended has no series any more.",
        [Variable.SweepOfRuns, Variable.Run],
        [Annotation.Alarms, Annotation.Checkpoints],
        [
            new Row(
                "Now",
                new Figure("Runs under way", "How many there are among those chosen.", Unit.Number, new Query($"count({Of.Run("ganactors_run_info")})", "runs")),
                new Figure(
                    "Waiting", "Runs that wait for a device; `ganactors cluster devices` says why.", Unit.Number,
                    new Query($"sum({Of.Run("ganactors_run_waiting")})", "waiting")) { Bounds = [(1, "yellow")] },
                new Figure(
                    "Throughput", "Iterations a second of all chosen runs together.", Unit.PerSecond,
                    new Query($"sum({Of.Rate(Of.Run("ganactors_iterations_total"))})", "iterations")),
                new Figure(
                    "Alarms raised", "Alarms that are raised at this moment. The dashboard Alarms says which.", Unit.Number,
                    new Query($"sum({Of.Run("ganactors_alarm")})", "alarms")) { Bounds = [(1, "red")] },
                new Figure(
                    "Oldest checkpoint", "What the run would lose, in time, whose newest checkpoint is oldest.", Unit.Seconds,
                    new Query($"max({Of.Run("ganactors_checkpoint_age_seconds")})", "age")) { Bounds = [(600, "yellow"), (3600, "red")] },
                new Figure(
                    "Setbacks", "How often the chosen runs went back to a checkpoint since they were started here.", Unit.Number,
                    new Query($"sum({Of.Run("ganactors_run_restores_total")})", "setbacks")) { Bounds = [(1, "yellow")] },
                new Table(
                    "Runs", "What is under way: its recipe and data, the iterations it has done and is to do.", Unit.Number,
                    [
                        new Column("run", Label: "run", Link: "/d/ganactors-duel?var-run=${__value.raw}"),
                        new Column("recipe", Label: "recipe"),
                        new Column("data", Label: "data"),
                        new Column("sweep", Label: "sweep"),
                        new Column("silo", Label: "instance"),
                        new Column("iteration", Value: "A", Unit: "locale"),
                        new Column("of", Value: "B", Unit: "locale"),
                        new Column("progress", Value: "C", Unit: Unit.Share),
                    ],
                    new Query(WithInfo(Of.Run("ganactors_run_iteration")), "iteration"),
                    new Query(WithInfo(Of.Run("ganactors_run_iterations_planned")), "planned"),
                    new Query(WithInfo($"({Of.Run("ganactors_run_iteration")} / {Of.Run("ganactors_run_iterations_planned")})"), "progress")) { Width = 24, Height = 6 }),
            new Row(
                "The duel",
                new Graph(
                    "Losses", "Mean loss of each network in the last iteration, the discriminator's without its penalty. Neither should run away from the other, nor stand still.", Unit.Number,
                    new Query(Of.Run("ganactors_loss"), "{{run}} {{network}}")) { Width = 12, Height = 9 },
                new Graph(
                    "Accuracy of the discriminator",
                    "Share of real and of generated items it put on the right side. Both near 100 %: it wins, and the generator learns nothing. Both near 50 %: it is fooled.", Unit.Share,
                    new Query(Of.Run("ganactors_discriminator_accuracy"), "{{run}} {{side}}")) { Width = 12, Height = 9, Scale = (0, 1), Bounds = [(0.5, "green"), (0.98, "red")] },
                new Graph(
                    "Scores", "Mean probability of being real that it gives to real items, to generated ones as it studies them, and to those that are to fool it.", Unit.Share,
                    new Query(Of.Run("ganactors_discriminator_score"), "{{run}} {{side}}")) { Scale = (0, 1) },
                new Graph(
                    "Gradient norms", "Euclidean norm of each network's gradients. The generator's falls to nothing if feedback vanishes; either explodes before losses do.", Unit.Scientific,
                    new Query(Of.Run("ganactors_gradient_norm"), "{{run}} {{network}}")) { IsLogarithmic = true },
                new Graph(
                    "Discriminator's loss by side", "Its loss on real and on generated items apart: if one is far above the other, it says the same of everything.", Unit.Number,
                    new Query(Of.Run("ganactors_discriminator_loss"), "{{run}} {{side}}")),
                new Graph(
                    "Penalty", "What the gradient penalty or R1 adds to the discriminator's loss. Empty for recipes that have none.", Unit.Number,
                    new Query(Of.Run("ganactors_discriminator_penalty"), "{{run}}")),
                new Graph(
                    "Learning rates", "Of each network's last step: schedules and roll-backs change it.", Unit.Scientific,
                    new Query(Of.Run("ganactors_learning_rate"), "{{run}} {{network}}")) { IsLogarithmic = true },
                new Graph(
                    "Iterations", "Iterations done. Falls back when a run goes back to a checkpoint.", Unit.Number,
                    new Query(Of.Run("ganactors_run_iteration"), "{{run}}"))),
            new Row(
                "Whose turn",
                new Graph(
                    "Time by phase", "Share of a run's time in each phase: how long the weights of which network could move.", Unit.Share,
                    new Query($"{Of.Rate(Of.Run("ganactors_phase_time_seconds_total"))} / ignoring (phase) group_left () sum without (phase) ({Of.Rate(Of.Run("ganactors_phase_time_seconds_total"))})", "{{run}} {{phase}}")) { Scale = (0, 1) },
                new Graph(
                    "Steps", "Steps a second in which a network's weights moved: a schedule that gates one of them shows here.", Unit.PerSecond,
                    new Query(Of.Rate(Of.Run("ganactors_steps_total")), "{{run}} {{network}}")),
                new States(
                    "Frozen by the schedule", "Whether the schedule keeps a network frozen for whole iterations, as gates and warm-ups do.", Unit.Number,
                    new Query(Of.Run("ganactors_frozen"), "{{run}} {{network}}")) { Meanings = [(0, "learns", "green"), (1, "frozen", "blue")] }),
            new Row(
                "Throughput",
                new Graph("Iterations a second", "Of each run, those it does again after a setback included.", Unit.PerSecond, new Query(Of.Run("run:ganactors_iterations:rate1m"), "{{run}}")),
                new Graph(
                    "Items a second", "Real items drawn and items generated for training.", Unit.PerSecond,
                    new Query(Of.Rate(Of.Run("ganactors_samples_total")), "{{run}} {{side}}")),
                new Graph(
                    "Step time, 95th percentile", "Time a command of a network keeps its lane, on the chosen silos: 95 of 100 are shorter.", Unit.Seconds,
                    new Query(Of.Quantile("0.95", "ganactors_step_duration_seconds", "network, phase, command"), "{{network}} {{command}} ({{phase}})"))),
            new Row(
                "Evaluation",
                new Graph(
                    "Distances", "Frechet distance, kernel distance and divergences from the real items: less is better. Compare only what has the same extractor.", Unit.Number,
                    new Query(Of.Run("ganactors_evaluation_figure", "figure=~\"fid|kid|reverse_kl|class_tv\""), "{{run}} {{figure}} ({{extractor}})")) { IsLogarithmic = true },
                new Graph(
                    "Shares", "Precision, recall, density, coverage, agreement with the class asked for, points of high quality: more is better.", Unit.Share,
                    new Query(Of.Run("ganactors_evaluation_figure", "figure=~\"precision|recall|density|coverage|class_agreement|high_quality\""), "{{run}} {{figure}} ({{extractor}})")),
                new Graph(
                    "Modes and classifier's score", "Modes of the data that were found, where they are known, and the classifier's score, from 1 to the number of classes.", Unit.Number,
                    new Query(Of.Run("ganactors_evaluation_figure", "figure=~\"modes|modes_total|classifier_score\""), "{{run}} {{figure}} ({{extractor}})"))),
            new Row(
                "Trouble",
                new Graph(
                    "Iterations without a finite loss", "Whose loss was NaN or infinite, and steps that were skipped for it.", Unit.Number,
                    new Query(Of.Increase(Of.Run("ganactors_loss_nonfinite_total")), "{{run}} {{network}}"),
                    new Query(Of.Increase(Of.Run("ganactors_steps_skipped_total")), "{{run}} skipped")),
                new Graph(
                    "Restores", "Returns to a checkpoint: `lost` networks, `diverged` steps, or an `alarm` that asks for it.", Unit.Number,
                    new Query(Of.Increase(Of.Run("ganactors_run_restores_total")), "{{run}} {{cause}}")),
                new Graph(
                    "Checkpoints' age", "Time since the newest checkpoint: a saw whose teeth are as long as the recipe's interval.", Unit.Seconds,
                    new Query(Of.Run("ganactors_checkpoint_age_seconds"), "{{run}}"))),
        ]);

    /// <summary>A series of a run with its recipe, data and sweep as labels.</summary>
    private static string WithInfo(string series) =>
        $"{series} * on (job, instance, run) group_left (recipe, data, sweep) {Of.Run("ganactors_run_info", "sweep=~\"$sweep\"")}";
}
