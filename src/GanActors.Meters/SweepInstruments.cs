using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Meters;

/// <summary>The instruments of sweeps.</summary>
internal static class SweepInstruments
{
    /// <summary>Adds them to a meter.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="live">The sweeps that are under way.</param>
    public static void AddTo(LiveMeter meter, Func<IReadOnlyList<SweepMeter>> live)
    {
        Gauge("ganactors.sweep.info", null, "What a sweep looks for", 1, (sweep, readings) => readings.Add(1, sweep.Info));
        Gauge("ganactors.sweep.budget", "{trial}", "Trials that a sweep may begin", 1, (sweep, readings) => readings.Add(sweep.Newest?.Budget, sweep.Sweep));
        Gauge("ganactors.sweep.trials", "{trial}", "Trials by state", Enum.GetValues<TrialState>().Length, (sweep, readings) =>
        {
            for (int state = 0; state < sweep.States.Length; state++)
                readings.Add(sweep.Newest?.Trials[state], sweep.States[state]);
        });
        Gauge("ganactors.sweep.iterations", "{iteration}", "Iterations done by all its runs together", 1, (sweep, readings) => readings.Add(sweep.Newest?.Iterations, sweep.Sweep));
        int faults = Enum.GetValues<RunFault>().Length;
        meter.Counter("ganactors.sweep.failures", "{run}", "Runs of trials that failed", faults, () =>
        {
            var readings = new Readings<long>();
            foreach (var sweep in live())
            {
                for (int fault = 0; fault < faults; fault++)
                    readings.Add(sweep.Failures((RunFault)fault), sweep.Faults[fault]);
            }

            return readings;
        });
        Gauge("ganactors.sweep.best", null, "The best objective reported so far", 1, (sweep, readings) => readings.Add(sweep.Newest?.BestObjective, sweep.OfMetric));
        Gauge("ganactors.sweep.objective", null, "The newest objective of each of the best trials", 1, (sweep, readings) =>
        {
            foreach (var (labels, figures) in sweep.Newest?.Best ?? [])
                readings.Add(figures.Objective, labels);
        });
        Gauge("ganactors.sweep.trial.iterations", "{iteration}", "Iterations after which that was measured", 1, (sweep, readings) =>
        {
            foreach (var (labels, figures) in sweep.Newest?.Best ?? [])
                readings.Add(figures.Iteration, labels);
        });
        Gauge("ganactors.sweep.rung.trials", "{trial}", "Trials that have reported after so many iterations", SweepMeter.MostRungs, (sweep, readings) =>
        {
            foreach (var (labels, trials) in sweep.Newest?.Rungs ?? [])
                readings.Add(trials, labels);
        });

        void Gauge(string name, string? unit, string meaning, int series, Action<SweepMeter, Readings<double>> look) => meter.Gauge(name, unit, meaning, series, () =>
        {
            var readings = new Readings<double>();
            foreach (var sweep in live())
                look(sweep, readings);
            return readings;
        });
    }
}
