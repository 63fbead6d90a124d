namespace GanActors.Grafana;

/// <summary>What goes wrong: alarms of runs, alerts of Prometheus, failures.</summary>
internal static class AlarmsDashboard
{
    public static Dashboard Create() => new(
        "alarms",
        "GanActors: Alarms",
        "What goes wrong. Alarms are what a run warns of (docs/alarms.md); alerts are Prometheus's rules over them and over silos (docs/runbooks.md).",
        [Variable.SweepOfRuns, Variable.Run],
        [Annotation.Alarms],
        [
            new Row(
                "Now",
                new Figure("Alarms raised", "Alarms of the chosen runs that are raised now.", Unit.Number, new Query($"sum({Of.Run("ganactors_alarm")})", "alarms")) { Bounds = [(1, "red")] },
                new Figure(
                    "Runs with an alarm", "Runs of which at least one alarm is raised.", Unit.Number,
                    new Query($"count(max by (job, instance, run) ({Of.Run("ganactors_alarm")}) > 0) or vector(0)", "runs")) { Bounds = [(1, "red")] },
                new Figure(
                    "Alerts firing", "Prometheus's alerts, of whatever severity.", Unit.Number,
                    new Query($"count({Alerts}) or vector(0)", "alerts")) { Bounds = [(1, "red")] },
                new Figure(
                    "Runs failed", "Runs that ended as failed since the silos were started.", Unit.Number,
                    new Query($"sum({Of.Silo("ganactors_runs_ended_total", "state=\"failed\"")}) or vector(0)", "failed")) { Bounds = [(1, "yellow")] },
                new Figure(
                    "Silos down", "Targets of Prometheus's that do not answer, in jobs that had a silo in the time shown.", Unit.Number,
                    new Query($"count({Of.Silo("up")} == 0 and on (job) max_over_time({Of.Silo("ganactors_silo_info")}[$__range])) or vector(0)", "down")) { Bounds = [(1, "red")] },
                new Figure(
                    "Oldest checkpoint", "What the run would lose, in time, whose newest checkpoint is oldest.", Unit.Seconds,
                    new Query($"max({Of.Run("ganactors_checkpoint_age_seconds")})", "age")) { Bounds = [(600, "yellow"), (3600, "red")] }),
            new Row(
                "Alerts",
                new Table(
                    "Alerts", "What fires now. The runbook of each alert is the section of its name in docs/runbooks.md.", Unit.Number,
                    [
                        new Column("alert", Label: "alertname"),
                        new Column("severity", Label: "severity"),
                        new Column("run", Label: "run", Link: "/d/ganactors-duel?var-run=${__value.raw}"),
                        new Column("alarm", Label: "alarm"),
                        new Column("silo", Label: "instance"),
                        new Column("firing", Value: "A", IsHidden: true),
                    ],
                    new Query(Alerts, "alert")) { Width = 24 }),
            new Row(
                "Alarms of runs",
                new States(
                    "Raised", "When which alarm of which run was raised. Alarms that were never raised in the time shown are left out.", Unit.Number,
                    new Query($"max by (run, alarm) ({Of.Run("ganactors_alarm")} and max_over_time({Of.Run("ganactors_alarm")}[$__range]) > 0)", "{{run}} {{alarm}}"))
                {
                    Width = 24, Height = 10, Meanings = [(0, "quiet", "transparent"), (1, "raised", "red")],
                },
                new Bars(
                    "Runs by alarm", "How many of the chosen runs have which alarm raised.", Unit.Number,
                    new Query($"sum by (alarm) ({Of.Run("ganactors_alarm")})", "{{alarm}}")) { Scale = (0, null), Bounds = [(1, "red")] },
                new Graph(
                    "Raised how often", "Alarms raised from one point to the next, by kind.", Unit.Number,
                    new Query($"sum by (alarm) ({Of.Increase(Of.Run("ganactors_alarms_raised_total"))})", "{{alarm}}")) { IsStacked = true },
                new Graph(
                    "Iterations without a finite loss", "NaN or infinite, by run and network.", Unit.Number,
                    new Query(Of.Increase(Of.Run("ganactors_loss_nonfinite_total")), "{{run}} {{network}}"))),
            new Row(
                "What broke",
                new Graph(
                    "Runs that failed", "By fault.", Unit.Number,
                    new Query($"sum by (fault) ({Of.Increase(Of.Silo("ganactors_runs_ended_total", "state=\"failed\""))})", "{{fault}}")),
                new Graph(
                    "Checkpoints that failed", "That could not be written, by run. The run goes on, and would lose more than it should.", Unit.Number,
                    new Query(Of.Increase(Of.Run("ganactors_checkpoint_failures_total")), "{{run}}")),
                new Graph(
                    "Turns refused and repeated", "Commands that networks refused, or answered from memory: now and then after a setback, never all the time.", Unit.PerSecond,
                    new Query(Of.RateBy("network, reason", "ganactors_turns_refused_total"), "{{network}} {{reason}}"),
                    new Query(Of.RateBy("network", "ganactors_turns_repeated_total"), "{{network}} repeated"))),
        ]);

    private static string Alerts => Of.Silo("ALERTS", "alertstate=\"firing\"");
}
