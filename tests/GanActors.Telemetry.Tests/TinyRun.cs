using System.Collections.Immutable;
using GanActors.Devices;
using GanActors.Duel;
using GanActors.Meters;
using GanActors.Recipes;
using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Telemetry.Tests;

/// <summary>Runs and sweeps that tell something of every kind.</summary>
internal static class TinyRun
{
    private const string Yaml = """
        name: tiny
        data: { name: ring }
        batch: 8
        noise: { size: 4 }
        generator: { layers: [ { dense: 2 } ] }
        discriminator: { layers: [ { dense: 1 } ] }
        run: { iterations: 100 }
        checkpoint: { every: 10, keep: 1 }
        """;

    private static readonly Recipe Recipe = RecipeReader.Read(Yaml).Recipe;

    public static MetricsRow Row(long iteration) => new(
        iteration, 0.5, 0.6, 0.7, 0.8, 0.9, 0.4, 0.55, 0.45, 0.35, 1.5, 2.5, 0.01, 0.001, 0.002, 1, 1);

    public static RunMeter Begin(SiloMeters meters, string run) => meters.Begin(new RunFacts(new RunId(run), Recipe, null));

    /// <summary>A run that has told everything once.</summary>
    public static RunMeter BeginAndTellAll(SiloMeters meters, string run)
    {
        var meter = Begin(meters, run);
        meter.Opened(1, 0, 0, []);
        meter.Planned = 100;
        meter.Enter(Phase.Discriminator, null);
        meter.Enter(Phase.Generator, null);
        meter.Played(Row(1), realBatches: 1, fakeBatches: 2, skipped: 0);
        meter.Kept(1, 0.1, 1_000);
        meter.Alarmed(AlarmKind.ModeCollapse, isRaised: true, isNew: true);
        meter.Measured(1, new EvaluationReport(
            "ring", 10, 10, null, FigureNames.All.ToImmutableSortedDictionary(name => name, _ => 0.5), null, [], [], 0.2));
        return meter;
    }

    /// <summary>All that a silo can tell.</summary>
    public static void TellOfSilo(SiloMeters meters)
    {
        meters.Silo = "here";
        meters.Lanes = () => [new LaneReading("cpu", DeviceKind.Cpu, 1_000, 500, 2, 1, 3, 1.5)];
        meters.Board = new DeviceBoard([new SiloDevices("here", [new LaneReport("cpu", DeviceKind.Cpu, 2, 0, [])])], []);
        meters.Step(Networks.NetworkRole.Generator, Phase.Generator, NetworkCommand.Learn).Taken(0, 10, 20);
        var exchange = meters.Exchange(isGeneratorAway: false, isDiscriminatorAway: true, areApart: true);
        exchange.Learn.Answered(0);
        exchange.Judge.Refused(new FrozenNetworkException("it is frozen"));
    }

    /// <summary>A sweep that has told everything once.</summary>
    public static SweepMeter BeginSweep(SiloMeters meters, string sweep)
    {
        var spec = new SweepSpec(
            sweep, "", RecipeWriter.Write(Recipe), new SearchSpace([]), new ObjectiveSpec("fid", Minimize: true), new GridSpec(), new BudgetSpec(3, 100));
        var meter = meters.Begin(sweep, spec);
        meter.Show(new SweepProgress(SweepState.Running, null, [Trial(0, 3.5), Trial(1, 2.5)], 3, 20, 1, TimeSpan.FromSeconds(1), null));
        return meter;
    }

    public static Trial Trial(int number, double objective) => new(
        number, new Configuration([]), TrialState.Reported, 0, 10, [new TrialFigures(10, objective, [objective], TimeSpan.FromSeconds(1))]);
}
