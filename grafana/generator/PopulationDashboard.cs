namespace GanActors.Grafana;

/// <summary>Sweeps: what is best, how far they are, what fails.</summary>
internal static class PopulationDashboard
{
    public static Dashboard Create() => new(
        "population",
        "GanActors: Population",
        "Sweeps: the leaderboard, the best over time, rungs, trials by state, failures. A sweep that has ended has no series any more.",
        [Variable.Sweep],
        [new Annotation("Failures", "orange", $"{Of.Increase(Of.Sweep("ganactors_sweep_failures_total"))} > 0", "{{fault}}", "sweep,fault")],
        [
            new Row(
                "Now",
                new Figure("Sweeps", "Sweeps under way among those chosen.", Unit.Number, new Query($"count({Of.Sweep("ganactors_sweep_info")})", "sweeps")),
                new Figure(
                    "Trials running", "Trials whose runs are under way.", Unit.Number,
                    new Query($"sum({Of.Sweep("ganactors_sweep_trials", "state=\"running\"")})", "running")),
                new Figure(
                    "Begun of the budget", "Share of the trials a sweep may begin that it has begun.", Unit.Share,
                    new Query($"sum({Of.Sweep("ganactors_sweep_trials", "state!=\"waiting\"")}) / sum({Of.Sweep("ganactors_sweep_budget")})", "begun")) { Scale = (0, 1) },
                new Figure(
                    "Throughput", "Iterations a second of all runs of the chosen sweeps.", Unit.PerSecond,
                    new Query($"sum({RunsOfSweeps(Of.Rate(Of.Silo("ganactors_iterations_total")))})", "iterations")),
                new Figure(
                    "Failed trials", "Trials that were given up.", Unit.Number,
                    new Query($"sum({Of.Sweep("ganactors_sweep_trials", "state=\"failed\"")})", "failed")) { Bounds = [(1, "red")] },
                new Figure(
                    "Iterations done", "By all runs of the chosen sweeps together.", Unit.Number,
                    new Query($"sum({Of.Sweep("ganactors_sweep_iterations")})", "iterations"))),
            new Row(
                "Leaderboard",
                new Table(
                    "Leaderboard", "The best trials so far, the best first, whether the sweep minimizes or maximizes.", Unit.Number,
                    [
                        new Column("sweep", Label: "sweep"),
                        new Column("trial", Label: "trial"),
                        new Column("objective", Value: "A"),
                        new Column("iterations", Value: "B", Unit: "locale"),
                        new Column("order", Value: "C", IsHidden: true),
                    ],
                    new Query($"max by (sweep, trial) ({Of.Sweep("ganactors_sweep_objective")})", "objective"),
                    new Query($"max by (sweep, trial) ({Of.Sweep("ganactors_sweep_trial_iterations")})", "iterations"),
                    new Query($"max by (sweep, trial) ({Directed("minimize")} or -{Directed("maximize")})", "order")) { Width = 10, Height = 12, Order = "order" },
                new Graph(
                    "Best objective", "The best objective reported so far: what the sweep would choose if it ended now.", Unit.Number,
                    new Query(Of.Sweep("ganactors_sweep_best"), "{{sweep}} {{metric}}")) { Width = 14, Height = 12 },
                new Graph(
                    "Objectives of the best trials", "Newest objective of each of the best trials; with early stopping only few go on.", Unit.Number,
                    new Query(Of.Sweep("ganactors_sweep_objective"), "{{sweep}} {{trial}}")) { Width = 12 },
                new Bars(
                    "Rungs", "Trials that have reported after so many iterations: how the field thins out.", Unit.Number,
                    new Query(Of.Sweep("ganactors_sweep_rung_trials"), "{{sweep}} {{iterations}}")) { Width = 12, Scale = (0, null) }),
            new Row(
                "Trials",
                new Graph(
                    "Trials by state", "Waiting, running, reported at a rung, completed, failed.", Unit.Number,
                    new Query(Of.Sweep("ganactors_sweep_trials"), "{{sweep}} {{state}}")) { IsStacked = true },
                new Graph(
                    "Failed runs", "Runs of trials that failed, by fault, those tried again included.", Unit.Number,
                    new Query(Of.Increase(Of.Sweep("ganactors_sweep_failures_total")), "{{sweep}} {{fault}}")),
                new Graph(
                    "Iterations a second", "Of all runs of a sweep together, on whatever silos they are.", Unit.PerSecond,
                    new Query($"sum by (sweep) ({RunsOfSweeps(Of.Rate(Of.Silo("ganactors_iterations_total")))})", "{{sweep}}")),
                new Graph(
                    "Iterations of the runs under way", "Where each run of the chosen sweeps is.", Unit.Number,
                    new Query(RunsOfSweeps(Of.Silo("ganactors_run_iteration")), "{{run}}")) { Width = 12 },
                new Graph(
                    "Alarms of the runs under way", "Alarms raised now, by kind: a whole region of the space that collapses shows here.", Unit.Number,
                    new Query($"sum by (alarm) ({RunsOfSweeps(Of.Silo("ganactors_alarm"))})", "{{alarm}}")) { Width = 12, IsStacked = true }),
        ]);

    /// <summary>A series of the runs of the chosen sweeps, with the sweep as a label.</summary>
    private static string RunsOfSweeps(string series) =>
        $"{series} * on (job, instance, run) group_left (sweep) {Of.Sweep("ganactors_run_info", "sweep!=\"\"")}";

    /// <summary>The objectives of sweeps of one direction.</summary>
    private static string Directed(string direction) =>
        $"({Of.Sweep("ganactors_sweep_objective")} * on (job, instance, sweep) group_left () {Of.Sweep("ganactors_sweep_info", $"direction=\"{direction}\"")})";
}
